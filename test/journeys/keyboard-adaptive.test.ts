import t, { type Test } from 'tap'
import { attemptOf } from '../support/attempt-on-page.ts'
import { startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { answerByKeys, press, seesFocus, shownAnswer, tabTo } from './by-keyboard.ts'
import { openAdaptiveExam } from './fixtures/adaptive-exam.ts'

t.setTimeout(240_000)

const FEWEST = 6
const service = await startDemoService(t)
await openAdaptiveExam(service, FEWEST)
const device = { locale: 'en', width: 1280, height: 800 } as const
const page = await openSignedIn(t, service, { device, account: 'cadre' })
page.setDefaultTimeout(20_000)

const focused = () =>
  page.evaluate<string>(`document.activeElement === document.body ? '' :
    document.activeElement.textContent`)

async function use(t: Test, selector: string, name: string): Promise<void> {
  await tabTo(page, selector, { name })
  await press(t, page, 'Enter')
}

/** The question in hand, once the page shows it with the focus on its heading. */
async function atQuestion(t: Test, position: number) {
  const place = `Question ${position}, at most`
  await page.getByText(place).waitFor()
  for (let tries = 0; tries < 200 && !(await focused()).includes(place); tries += 1) {
    await page.waitForTimeout(50)
  }
  await seesFocus(t, page, place)
  t.match(await focused(), place, 'the new question is read out')
  const { form } = await attemptOf(page)
  const [item] = form.items
  if (!item) throw new Error('there is no question in hand')
  return item
}

t.test('it is begun', async (t) => {
  await page.goto(service.url)
  await page.locator('.page a.primary').first().waitFor()
  await use(t, 'a.primary', 'Read and start')
  await page.locator('.checks li').nth(4).waitFor()
  await use(t, 'button.primary', 'Start the exam')
  await atQuestion(t, 1)
})

t.test('an end thought better of, and a question left open', async (t) => {
  await use(t, '.bottom-bar button', 'Finish')
  await page.getByRole('heading', { name: 'End the exam early?' }).waitFor()
  await use(t, 'dialog button', 'Back to the question')
  t.match(await focused(), 'Finish', 'the focus is back where it was')
  await use(t, '.bottom-bar button', 'Next question')
  await page.getByRole('heading', { name: 'Go on to the next question?' }).waitFor()
  await press(t, page, 'Escape')
  t.match(await focused(), 'Next question', 'the focus is back where it was')
  await press(t, page, 'Enter')
  await use(t, 'dialog button', 'Go on')
  await atQuestion(t, 2)
})

t.test('each question is answered and left, to the last one', async (t) => {
  for (let position = 2; ; position += 1) {
    const item = await atQuestion(t, position)
    await answerByKeys(t, page, item)
    t.not(await shownAnswer(page), '', `${item.type} is answered`)
    await use(t, '.bottom-bar button', 'Next question')
    await page
      .getByText(`Question ${position + 1}, at most`)
      .or(page.getByRole('heading', { name: 'That was the last question' }))
      .first()
      .waitFor()
    const { adaptive } = await attemptOf(page)
    if (adaptive?.ended) break
  }
  await seesFocus(t, page, 'after the last question')
  t.match(await focused(), 'That was the last question')
})

t.test('submitted, with the receipt', async (t) => {
  await use(t, 'main button', 'Submit')
  await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  await seesFocus(t, page, 'the receipt')
})
