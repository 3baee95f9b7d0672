import t, { type Test } from 'tap'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import { PRACTICE_FORM } from '../../src/web/candidate/practice/practice-form.ts'
import { attemptOf } from '../support/attempt-on-page.ts'
import { openBrowser } from '../support/browser.ts'
import { startDemoService } from '../support/demo-service.ts'
import { answerByKeys, press, seesFocus, shownAnswer, tabTo } from './by-keyboard.ts'

t.setTimeout(240_000)

const service = await startDemoService(t)
await openExam(service.application.deps, service.units, service.content)
const context = await openBrowser(t, { locale: 'en', width: 1280, height: 800 })
const page = await context.newPage()
page.setDefaultTimeout(20_000)

/** The words of what has the focus; the page as a whole has none. */
const focused = () =>
  page.evaluate<string>(`document.activeElement === document.body ? '' :
    document.activeElement.textContent`)
const key = (t: Test, name: string) => press(t, page, name)

/** Comes to a control by the Tab key and presses it. */
async function use(t: Test, selector: string, name = ''): Promise<void> {
  await tabTo(page, selector, { name })
  await key(t, 'Enter')
}

/** Answers the question in view, whose answer the page then shows. */
async function answer(t: Test, item: PresentedItem): Promise<string> {
  await answerByKeys(t, page, item)
  const shown = await shownAnswer(page)
  t.not(shown, '', `${item.type} is answered`)
  return shown
}

t.test('the practice: every type of question is answered, and taken back', async (t) => {
  await page.goto(`${service.url}/practice`)
  await page.locator('.item').waitFor()
  const typed = new Set(['numeric', 'short-text'])
  for (const item of PRACTICE_FORM.items) {
    await answer(t, item)
    if (!typed.has(item.type)) {
      await use(t, '.item-foot button')
      t.equal(await shownAnswer(page), '', `${item.type} is taken back`)
      await answer(t, item)
    }
    await use(t, '.bottom-bar .primary')
    const next = PRACTICE_FORM.items[item.position]
    if (next) t.match(await focused(), `Question ${next.position} of`, 'the next one is read out')
    if (next?.type !== 'ordering') continue
    await use(t, '.item-hint button')
    t.not(await shownAnswer(page), '', 'the order as it stands is an answer')
  }
  await page.getByRole('dialog').waitFor()
  await key(t, 'Escape')
  t.match(await focused(), 'Finish', 'back where it came from')
})

t.test('sign-in, with a wrong password first', async (t) => {
  await page.goto(`${service.url}/sign-in`)
  await tabTo(page, 'input[name=account]')
  await page.keyboard.type('cadre')
  await key(t, 'Tab')
  await page.keyboard.type('not this one')
  await use(t, 'form button[type=submit]')
  await page.getByRole('alert').waitFor()
  await seesFocus(t, page, 'a wrong password')
  await tabTo(page, 'input[name=password]', { back: true })
  await page.keyboard.press('Control+a')
  await page.keyboard.type(service.password('cadre'))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  await seesFocus(t, page, 'signed in')
})

t.test('from the list of exams to the first question', async (t) => {
  await page.locator('.page a.primary').first().waitFor()
  await use(t, 'a.primary', 'Read and start')
  await page.locator('.checks li').nth(4).waitFor()
  await use(t, 'main button', 'Check again')
  await page.locator('.checks li').nth(4).waitFor()
  await seesFocus(t, page, 'the device is checked again')
  await use(t, 'button.primary', 'Start the exam')
  await page.locator('.item').waitFor()
  await seesFocus(t, page, 'the exam has begun')
  t.match(await focused(), 'Question 1 of')
})

const chosen = new Map<string, string>()

t.test('one question of every type the form has, by the overview', async (t) => {
  const { form } = await attemptOf(page)
  const firstOf = new Map(form.items.toReversed().map((item) => [item.type, item]))
  t.ok(firstOf.size >= 3)
  for (const item of firstOf.values()) {
    await use(t, '.bottom-bar button', 'Overview')
    await use(t, 'dialog .cell', `Question ${item.position},`)
    chosen.set(item.itemId, await answer(t, item))
    await use(t, '.bottom-bar .mark-button')
  }
  await use(t, '.bottom-bar button', 'Overview')
  await key(t, 'Escape')
  t.match(await focused(), 'Overview')
  await tabTo(page, '.mark-button', { back: true })
  await key(t, 'Space')
  const marks = await page.locator('.mark-button[aria-pressed=true]').count()
  t.equal(marks, 0, 'the last mark is taken away')
})

t.test('the display: larger letters, other colours, all questions on one page', async (t) => {
  await use(t, '.menu summary')
  await tabTo(page, 'input[name=text-size]')
  await key(t, 'ArrowDown')
  await key(t, 'ArrowDown')
  await tabTo(page, 'input[name=theme]')
  for (let times = 0; times < 3; times += 1) await key(t, 'ArrowDown')
  await tabTo(page, '.menu .switch input')
  await key(t, 'Space')
  await key(t, 'Escape')
  t.match(await focused(), 'Display', 'the menu gives the focus back')
  const { textSize, theme } = await page.evaluate<Record<string, string>>(
    '({ ...document.documentElement.dataset })',
  )
  t.same([textSize, theme], ['largest', 'contrast'])
  t.ok((await page.locator('.item').count()) > 1)
  await use(t, '.bottom-bar button', 'Overview')
  await use(t, 'dialog .cell', 'Question 9,')
  t.match(await focused(), 'Question 9 of')
  await use(t, '.time-left button')
  t.equal(await page.getByRole('timer').count(), 0)
  await use(t, '.time-left button')
})

t.test('an absence is explained, and the note about it closed', async (t) => {
  await page.evaluate("window.dispatchEvent(new Event('blur'))")
  await page.waitForTimeout(1_100)
  await page.evaluate("window.dispatchEvent(new Event('focus'))")
  await page.locator('.away-line').waitFor()
  await use(t, '.away-line button', 'Explain')
  await use(t, '.away-line form button', 'Cancel')
  await use(t, '.away-line button', 'Explain')
  await page.keyboard.type('The phone rang.')
  await use(t, '.away-line form button', 'Add to the record')
  await page.getByText('Thank you.').waitFor()
  await use(t, '.away-line button', 'Close this note')
  t.equal(await page.locator('.away-line').count(), 0)
  t.match(await focused(), 'Question ')
})

t.test('submitted, with the receipt and the result', async (t) => {
  await use(t, '.bottom-bar button', 'Overview')
  await use(t, 'dialog .primary', 'Finish and submit')
  await page.getByRole('heading', { name: 'Submit the exam?' }).waitFor()
  await use(t, 'dialog .button', 'Back')
  await use(t, '.bottom-bar button', 'Overview')
  await use(t, 'dialog .primary', 'Finish and submit')
  const { responses } = await attemptOf(page)
  t.same(Object.keys(responses).sort(), [...chosen.keys()].sort(), 'what was answered is saved')
  await use(t, 'dialog .primary', 'Submit')
  await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  await seesFocus(t, page, 'the receipt')
  await use(t, 'main summary')
  await use(t, 'main a.primary', 'To the result')
  await page.locator('.page h2').first().waitFor()
  await seesFocus(t, page, 'the result')
})
