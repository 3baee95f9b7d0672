import type { BrowserContext, Page } from 'playwright-core'
import t from 'tap'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { choiceOf, goTo } from '../support/attempt-on-page.ts'
import { openBrowser } from '../support/browser.ts'
import { startDemoService } from '../support/demo-service.ts'
import { checkEnlarged } from './check-enlarged.ts'
import { checkPage } from './check-page.ts'
import {
  actingOn,
  KEPT_VIEWS,
  lastFocusOf,
  organizerOf,
  pageOf,
  SEEN_MS,
  secondsOn,
  seen,
  signedIn,
  timer,
} from './fixtures/sitting.ts'

const DESK = { locale: 'en', width: 1280, height: 900 } as const
const PHONE = { locale: 'zh-CN', width: 320, height: 640 } as const
t.setTimeout(280_000)

const service = await startDemoService(t)
const { deps } = service.application
await openExam(deps, service.units, service.content)
const [exam] = await read(deps.sql, SYSTEM, (tx) => tx<{ id: string }[]>`select id from exam`)
const examId = exam?.id ?? ''
const { path: unitPath } = unitOf(service.units, 'counter')
const personId = await personIdOf(deps, 'cadre')
const { attemptId } = await startAttempt(deps, { personId, unitPath }, examId)
const address = `${service.url}/attempts/${attemptId}`

const signIn = (context: BrowserContext) =>
  signedIn(context, service.url, service.password('cadre'))
const desk = await openBrowser(t, DESK)
const phone = await openBrowser(t, PHONE)
const onDesk = await signIn(desk)
const onPhone = await signIn(phone)
const acting = await organizerOf(deps)

const act = actingOn(deps, acting, { examId, attemptId })

async function attempt(): Promise<AttemptView> {
  const answer = await desk.request.get(`${service.url}/api/attempts/${attemptId}`)
  return (await answer.json()) as AttemptView
}

const { form } = await attempt()
const choice = choiceOf(form)
const itemId = form.items[choice]?.itemId ?? ''
const toChoice = (page: Page) => goTo(page, choice)

const option = (page: Page, place: number) => page.locator('label.option').nth(place - 1)
/** Waits until the server counts this value for the choice. */
async function counted(value: string): Promise<AttemptView> {
  for (let tries = 1; ; tries += 1) {
    const view = await attempt()
    if (view.responses[itemId] === value || tries === 100) return view
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

t.test('a start that has to wait says so, and goes on by itself when it may', async (t) => {
  const page = onDesk
  await page.goto(`${service.url}/exams/${examId}`)
  const start = '**/api/my/exams/*/attempt'
  let asked = 0
  await page.route(start, (route) => {
    asked += 1
    if (asked > 1) return route.continue()
    const headers = { 'retry-after': '1' }
    return route.fulfill({ status: 503, headers, contentType: 'application/json', body: '{}' })
  })
  const before = Date.now()
  await page.getByRole('button', { name: 'Start the exam' }).click()
  await page.getByText('Your time has not begun', { exact: false }).waitFor()
  await checkPage(t, page, 'waiting to start')
  await checkEnlarged(t, page, 'waiting to start')
  await page.waitForURL(/attempts/)
  t.ok(Date.now() - before >= 1000, 'no sooner than the service asked')
  await page.unroute(start)
})

t.test('time, pause and messages are seen within seconds', async (t) => {
  const page = onDesk
  await page.goto(address)
  await toChoice(page)
  await option(page, 1).click()
  await page
    .getByText(/Saved \d/)
    .first()
    .waitFor()
  const before = await secondsOn(page)
  await act({ kind: 'extend', seconds: 600, text: 'a power cut in room 2' })
  await seen(t, page, '10 minutes more for you: a power cut in room 2', 'more time')
  await page.waitForTimeout(500)
  const after = await secondsOn(page)
  t.ok(after > before + 590 && after <= before + 600, `the clock has it: ${before}, ${after}`)
  await page.evaluate("dispatchEvent(new Event('blur'))")
  await act({ kind: 'pause', seconds: 600, text: 'fire drill' })
  await seen(t, page, 'The exam is paused', 'a pause')
  t.equal(await page.locator('label.option').count(), 0, 'the questions are covered')
  t.equal(await page.evaluate('document.activeElement.id'), 'paused', 'the cover has the focus')
  const still = await secondsOn(page)
  await page.waitForTimeout(1200)
  t.equal(await secondsOn(page), still, 'working time stands still')
  await checkPage(t, page, 'paused')
  await checkEnlarged(t, page, 'paused')
  await act({ kind: 'resume', text: 'the drill is over' })
  await seen(t, page, 'The exam goes on: the drill is over', 'the end of the pause')
  await option(page, 1).waitFor()
  const back = await secondsOn(page)
  t.ok(back <= still && back >= still - 3, `the rest of the pause is taken back: ${still}, ${back}`)
  await page
    .getByText(/Saved \d/)
    .first()
    .waitFor()
  t.match(
    await lastFocusOf(deps, attemptId),
    'window-focused',
    'who came back during a pause is not away after it',
  )
  await act({ kind: 'message', text: 'Question 3 has a misprint: read 2024 for 2042.' })
  await seen(t, page, /Question 3 has a misprint/, 'a message')
  await checkPage(t, page, 'with notices')
  await checkEnlarged(t, page, 'with notices')
  const lines = page.locator('.exam-main .line')
  const shown = await lines.count()
  await lines.first().getByRole('button').click()
  t.equal(await lines.count(), shown - 1, 'a line can be put away')
  await page.getByRole('button', { name: 'Notices (4)' }).click()
  t.equal(await page.locator('dialog li').count(), 4, 'and be read again')
  await page.keyboard.press('Escape')
})

t.test('after a pause the keyboard goes on where it was, with all on a page, too', async (t) => {
  const page = onDesk
  const layout = (to: string) => page.evaluate(`localStorage.setItem('probity:layout', '${to}')`)
  await layout('all')
  await page.reload()
  await page.getByRole('button', { name: /Overview/ }).click()
  await page.locator('dialog button.cell').nth(4).click()
  await page.locator('.item-row').nth(4).locator('h2:focus').waitFor()
  await act({ kind: 'pause', seconds: 600, text: 'once more' })
  await page.getByRole('heading', { name: 'The exam is paused' }).waitFor()
  await act({ kind: 'resume', text: 'and on' })
  await timer(page).waitFor()
  await page.locator('.item-row').first().waitFor()
  await page.waitForTimeout(500)
  // The form is at what fills the screen, which may be a neighbour; it was never at the first.
  const rowInFocus = `[...document.querySelectorAll('.item-row')]
    .indexOf(document.activeElement.closest('.item-row'))`
  t.ok(Number(await page.evaluate(rowInFocus)) >= 3)
  await layout('one')
  await page.reload()
  await toChoice(page)
})

t.test('a second device takes over; the first is told and loses nothing', async (t) => {
  await desk.setOffline(true)
  await option(onDesk, 2).click()
  await onDesk
    .getByText(/Offline: 1/)
    .first()
    .waitFor()
  await onPhone.goto(address)
  await toChoice(onPhone)
  await option(onPhone, 3).click()
  await counted('3')
  await checkPage(t, onPhone, 'notices on a phone of 320 px')
  await desk.setOffline(false)
  await onDesk.getByRole('heading', { name: /opened on another device/ }).waitFor()
  await onDesk.getByText('All answers given here are saved.').waitFor()
  const question = `Question ${choice + 1}: answered on the other page`
  await onDesk.getByText(question, { exact: false }).waitFor()
  t.equal(await onDesk.locator('label.option').count(), 0, 'it takes no more answers')
  await checkPage(t, onDesk, 'no longer live')
  await checkEnlarged(t, onDesk, 'no longer live')
  const view = await attempt()
  t.equal(view.responses[itemId], '3', 'the answer of the later opening counts')
  t.same(view.setAside, [itemId], 'the other one is kept and told of')
  await onDesk.getByRole('button', { name: 'Continue here' }).click()
  await onDesk.getByText(/arrived later than the one given after it/).waitFor()
  t.ok(await option(onDesk, 3).locator('input').isChecked(), 'it goes on with what counts')
  await onPhone.getByRole('heading', { name: /另一台设备/ }).waitFor()
  await checkPage(t, onPhone, 'no longer live, on a phone')
  await option(onDesk, 4).click()
  t.equal((await counted('4')).responses[itemId], '4')
})

t.test('a page without network cannot end what another one goes on with', async (t) => {
  await desk.setOffline(true)
  await onDesk.getByRole('button', { name: 'Overview' }).click()
  await onDesk.getByRole('button', { name: 'Finish and submit' }).last().click()
  await onDesk.getByRole('button', { name: 'Submit', exact: true }).click()
  await onPhone.reload()
  await toChoice(onPhone)
  await option(onPhone, 3).click()
  await counted('3')
  await desk.setOffline(false)
  await onDesk.getByRole('heading', { name: /opened on another device/ }).waitFor()
  t.equal((await attempt()).state, 'running')
  await onDesk.getByRole('button', { name: 'Continue here' }).click()
  await timer(onDesk).waitFor()
  await toChoice(onDesk)
  t.ok(await option(onDesk, 3).locator('input').isChecked())
})

t.test('a tab closed offline and opened again offline still has every answer', async (t) => {
  await desk.setOffline(true)
  await option(onDesk, 1).click()
  await onDesk
    .getByText(/Offline: 1/)
    .first()
    .waitFor()
  await onDesk.close()
  const again = await pageOf(t, desk)
  await again.goto(address)
  await again
    .getByText(/Offline: 1/)
    .first()
    .waitFor()
  await toChoice(again)
  t.ok(await option(again, 1).locator('input').isChecked(), 'the answer of the closed tab')
  await option(again, 2).click()
  await desk.setOffline(false)
  t.equal((await counted('2')).responses[itemId], '2', 'the last one counts')
  await again
    .getByText(/Saved \d/)
    .first()
    .waitFor()
  await again.close()
})

t.test('two tabs: the second one waits, takes over, and the first stops', async (t) => {
  const first = await pageOf(t, desk)
  const second = await pageOf(t, desk)
  await first.goto(address)
  await timer(first).waitFor()
  await second.goto(address)
  await second.getByText('This exam is open in another tab').waitFor()
  await second.getByRole('button', { name: 'Continue here' }).click()
  await timer(second).waitFor()
  await first.getByText('This exam is open in another tab').waitFor()
  await toChoice(second)
  await option(second, 3).click()
  t.equal((await counted('3')).responses[itemId], '3')
  await first.close()
  await second.close()
})

t.test('a moved wall clock moves nothing but its own event', async (t) => {
  const page = await pageOf(t, desk)
  // Three hours ahead of the service, as a phone with a wrong date.
  await page.addInitScript('const now = Date.now; Date.now = () => now() + 3 * 3600 * 1000')
  await page.goto(address)
  await timer(page).waitFor()
  const { deadlineAt, serverNow } = await attempt()
  const left = (Date.parse(deadlineAt) - Date.parse(serverNow)) / 1000
  t.ok(Math.abs((await secondsOn(page)) - left) < 3, 'the time left is the service’s')
  await page.close()
})

t.test('a device whose storage is full says so, and the answers arrive all the same', async (t) => {
  const page = await pageOf(t, desk)
  await page.addInitScript(`
    IDBObjectStore.prototype.put = function () {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    }`)
  await page.goto(address)
  await toChoice(page)
  // It says so as long as an answer is only on this page: an answer at once would end that.
  const told = page.getByText(/cannot keep answers on this device/).waitFor()
  await page.route('**/api/attempts/*/entries', async (route) => {
    await told
    await route.continue()
  })
  await option(page, 4).click()
  await told
  t.equal((await counted('4')).responses[itemId], '4')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.close()
})

t.test('when somebody else has signed in beside it, the page waits for its owner', async (t) => {
  const page = await pageOf(t, desk)
  await page.goto(address)
  await toChoice(page)
  const entries = '**/api/attempts/*/entries'
  const body = JSON.stringify({ type: '/problems/not-found' })
  await page.route(entries, (route) => route.fulfill({ status: 404, body }))
  await option(page, 1).click()
  const asking = page.getByRole('heading', { name: 'Sign in again' })
  await asking.waitFor()
  for (let times = 0; times < 3; times++) await page.keyboard.press('Escape')
  await page.waitForTimeout(200)
  t.ok(await asking.isVisible(), 'it cannot be put away: nothing is saved meanwhile')
  await checkPage(t, page, 'signed out')
  await checkEnlarged(t, page, 'signed out')
  await page.unroute(entries)
  await page.locator('dialog input[type=password]').fill(service.password('cadre'))
  await page.keyboard.press('Enter')
  t.equal((await counted('1')).responses[itemId], '1', 'what was answered before is sent')
  await page.close()
})

t.test('a page is told that the exam was submitted elsewhere, and shows the receipt', async (t) => {
  const page = await pageOf(t, desk)
  await page.goto(address)
  await timer(page).waitFor()
  await desk.request.post(`${service.url}/api/attempts/${attemptId}/submission`, { data: {} })
  await page.waitForURL(/receipt$/, { timeout: SEEN_MS })
  t.match(await page.locator('h1').textContent(), /Receipt/)
  t.equal(await page.evaluate(KEPT_VIEWS), 0, 'nothing of the form is left on this device')
})
