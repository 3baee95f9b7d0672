import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import t from 'tap'
import { announceExam } from '../../src/cli/demo/announce-exam.ts'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { openBrowser } from '../support/browser.ts'
import { startDemoService } from '../support/demo-service.ts'
import { addSigned, type Signed } from '../support/two-branches.ts'
import { checkPage } from './check-page.ts'

t.setTimeout(240_000)

const service = await startDemoService(t)
const { application, units, content, url } = service
const { deps, server } = application
const unit = unitOf(units, 'counter')
const by = await personIdOf(deps, 'organizer')
const add = (account: string): Promise<Signed> => addSigned(application, { account, unit, by })
const signed = [await add('anna'), await add('bela'), await add('cleo')] as const
const [anna, bela, cleo] = signed
const examId = await announceExam(deps, units, {
  ...{ content, blueprint: content.counter, audience: 'township' },
  ...{ opensAt: Date.now() - 3_600_000, days: 1 },
  ...{ releaseResults: 'after-screening', simulated: false },
})
const attemptIds = new Map<string, string>()
for (const person of signed) {
  attemptIds.set(person.account, (await startAttempt(deps, person, examId)).attemptId)
}
const idOf = ({ account }: Signed): string => attemptIds.get(account) ?? ''

/** What a candidate's page reads. */
async function seenBy(person: Signed): Promise<AttemptView> {
  const answer = await server.inject({
    url: `/api/attempts/${idOf(person)}`,
    headers: { authorization: `Bearer ${person.token}` },
  })
  return answer.json()
}

const deadlineOf = async (person: Signed): Promise<number> =>
  Date.parse((await seenBy(person)).deadlineAt)

async function extendedSeconds(): Promise<number> {
  const [exam] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ seconds: number }[]>`
      select extended_seconds as seconds from exam where id = ${examId}`,
  )
  return exam?.seconds ?? -1
}

async function openBoard(locale: 'en' | 'zh-CN', width: number, height: number): Promise<Page> {
  const context = await openBrowser(t, { locale, width, height })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${url}/sign-in`)
  await page.locator('form input').first().fill('organizer')
  await page.locator('input[type=password]').fill(service.password('organizer'))
  await page.keyboard.press('Enter')
  await page.waitForURL((to) => !to.pathname.startsWith('/sign-in'))
  await page.goto(`${url}/console/exams/${examId}?tab=live`)
  await page.locator('.live-people tbody tr').first().waitFor()
  return page
}

const wide = await openBoard('en', 1280, 900)
const phone = await openBoard('zh-CN', 390, 844)
const shots = process.env['SHOTS']
const shoot = async (page: Page, name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

function figure(page: Page, name: string, value: string): Locator {
  const found = page.locator('.figure', { has: page.locator(`dt:text-is("${name}")`) })
  return found.locator(`.figure-value:text-is("${value}")`)
}

/** The row of a person in the list of people. */
const rowOf = (page: Page, person: Signed): Locator =>
  page.locator('.live-people tbody tr', { hasText: person.name })

async function actOn(page: Page, person: Signed, act: string): Promise<Locator> {
  await rowOf(page, person).locator('button').click()
  await page.getByRole('menuitem', { name: act, exact: true }).click()
  return dialogOf(page)
}

/** The same without a pointer. */
async function actByKeys(page: Page, person: Signed, act: string): Promise<Locator> {
  await rowOf(page, person).locator('button').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  const wanted = `document.activeElement.textContent === ${JSON.stringify(act)}`
  for (let tries = 0; tries < 6 && !(await page.evaluate(wanted)); tries += 1) {
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  return dialogOf(page)
}

async function dialogOf(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog')
  await dialog.locator('textarea').first().waitFor()
  return dialog
}

async function confirm(dialog: Locator, button: string, reason: string): Promise<void> {
  await dialog.locator('textarea').first().fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
}

async function closeDialog(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  // One in the heading, one below what was reached.
  await dialog.getByRole('button', { name: button }).last().click()
  await dialog.waitFor({ state: 'detached' })
}

t.test('time for everybody is named with numbers, asked once, and reaches all', async (t) => {
  await checkPage(t, wide, 'the board')
  await shoot(wide, 'board-wide')
  await shoot(phone, 'board-phone')
  const before = await deadlineOf(anna)
  const all = wide.getByRole('group', { name: 'What can be done about everybody' })
  await all.getByRole('button', { name: 'Give time' }).click()
  const dialog = await dialogOf(wide)
  await dialog.getByText('15 minutes').click()
  t.match(await dialog.locator('.note').textContent(), /^3 people who are working get 15 minutes/)
  await dialog.getByRole('button', { name: 'Give time', exact: true }).click()
  await dialog.getByText('Give the reason.').waitFor()
  t.equal(await extendedSeconds(), 0, 'nothing without a reason')
  await checkPage(t, wide, 'the dialog')
  await shoot(wide, 'dialog-wide')
  await confirm(dialog, 'Give time', 'the hall had no light')
  await dialog.getByText('3 people were reached.').waitFor()
  await shoot(wide, 'reached-wide')
  t.equal(await wide.evaluate('document.activeElement.textContent'), 'Close')
  t.equal(await extendedSeconds(), 900)
  for (const person of signed) {
    const { notices, deadlineAt } = await seenBy(person)
    t.match(notices.at(-1), { kind: 'extend', seconds: 900, text: 'the hall had no light' })
    if (person === anna) t.equal(Date.parse(deadlineAt) - before, 900_000)
  }
  await closeDialog(wide, 'Close')
  await wide.locator('.live-record tbody tr', { hasText: 'the hall had no light' }).waitFor()
  const row = (await wide.locator('.live-record tbody tr').first().textContent()) ?? ''
  for (const told of ['Time given', '15 minutes', 'Everybody; 3 reached']) t.match(row, told)
})

t.test('one person found by name is paused and goes on, on a phone, in Chinese', async (t) => {
  const before = await deadlineOf(bela)
  await phone.getByRole('textbox', { name: '搜索' }).fill('of bela')
  await rowOf(phone, anna).waitFor({ state: 'detached' })
  t.equal(await phone.locator('.live-people tbody tr').count(), 1)
  const pausing = await actOn(phone, bela, '暂停')
  await pausing.getByText('其他').click()
  await pausing.getByRole('textbox', { name: '分钟数' }).fill('7')
  t.match(await pausing.locator('.note').textContent(), bela.name)
  await checkPage(t, phone, 'the dialog on a phone')
  await shoot(phone, 'dialog-phone')
  await confirm(pausing, '暂停', '考场断电')
  await pausing.getByText('已对 1 人生效。').waitFor()
  await closeDialog(phone, '关闭')
  const paused = await seenBy(bela)
  t.equal(Date.parse(paused.deadlineAt) - before, 7 * 60_000)
  t.ok(Date.parse(paused.pausedUntil ?? '') > Date.now())
  t.equal((await seenBy(anna)).pausedUntil, null)
  t.notMatch(JSON.stringify((await seenBy(anna)).notices), '考场断电', 'nobody else reads it')
  await figure(phone, '已暂停', '1').waitFor()
  await figure(wide, 'Paused', '1').waitFor()
  await rowOf(phone, bela).getByText('已暂停').waitFor()
  await shoot(phone, 'paused-phone')
  const resuming = await actOn(phone, bela, '恢复')
  await confirm(resuming, '恢复', '已恢复供电')
  await resuming.getByText('已对 1 人生效。').waitFor()
  await closeDialog(phone, '关闭')
  const resumed = await seenBy(bela)
  t.ok(Date.parse(resumed.deadlineAt) < Date.parse(paused.deadlineAt), 'the rest is taken back')
  t.ok(Date.parse(resumed.deadlineAt) >= before, 'no working time is lost')
  await phone.getByRole('textbox', { name: '搜索' }).fill('')
})

t.test('while everybody pauses a banner tells how long, and ends it', async (t) => {
  const all = wide.getByRole('group', { name: 'What can be done about everybody' })
  await all.getByRole('button', { name: 'Pause' }).click()
  const pausing = await dialogOf(wide)
  t.match(await pausing.locator('.note').textContent(), /^3 people who are working pause at once/)
  await confirm(pausing, 'Pause', 'fire drill')
  await pausing.getByText('3 people were reached.').waitFor()
  await closeDialog(wide, 'Close')
  await figure(wide, 'Paused', '3').waitFor()
  t.match(await wide.locator('.live-pause-left').textContent(), /^(10:00|9:\d\d) left$/)
  await phone.locator('.live-pause').waitFor()
  await checkPage(t, phone, 'the board on a phone while all pause')
  await shoot(wide, 'all-paused-wide')
  await shoot(phone, 'all-paused-phone')
  const paused = await deadlineOf(cleo)
  await wide.getByRole('button', { name: 'Resume now' }).click()
  await confirm(await dialogOf(wide), 'Resume', 'the drill is over')
  await wide.getByText('3 people were reached.').waitFor()
  await closeDialog(wide, 'Close')
  await wide.locator('.live-pause').waitFor({ state: 'detached' })
  await figure(wide, 'Paused', '0').waitFor()
  t.ok((await deadlineOf(cleo)) < paused)
  t.equal(await extendedSeconds(), 900 + 600, 'the window stays as long as it was made')
})

t.test('an answer that is lost on its way leaves one act, sent again as it was', async (t) => {
  const before = await deadlineOf(anna)
  let calls = 0
  await wide.route('**/conduct', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    calls += 1
    if (calls > 1) return route.continue()
    await route.fetch()
    return route.abort()
  })
  const dialog = await actByKeys(wide, anna, 'Give time')
  await confirm(dialog, 'Give time', 'her chair broke')
  await dialog.getByText('Whether it arrived is not certain.').waitFor()
  t.notMatch(await dialog.textContent(), 'Nothing was changed')
  t.ok(await dialog.locator('textarea').first().isDisabled(), 'it can only be sent as it was')
  await checkPage(t, wide, 'the dialog after a lost answer')
  await shoot(wide, 'uncertain-wide')
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByText('1 person was reached.').waitFor()
  await wide.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const focused = 'document.activeElement.getAttribute("aria-label")'
  t.equal(await wide.evaluate(focused), `Act on ${anna.name}`, 'the focus is where it was')
  await wide.unrouteAll()
  t.equal(calls, 2)
  t.equal((await deadlineOf(anna)) - before, 600_000, 'once')
})

t.test(
  'some are chosen and written to; whom it does not reach is told with the reason',
  async (t) => {
    for (const person of [anna, cleo]) await rowOf(wide, person).getByRole('checkbox').check()
    const chosen = wide.getByRole('group', { name: 'What can be done about those chosen' })
    await chosen.getByText('2 chosen').waitFor()
    await shoot(wide, 'chosen-wide')
    await chosen.getByRole('button', { name: 'Send a message (2)' }).click()
    const dialog = await dialogOf(wide)
    await submitAttempt(deps, cleo.personId, idOf(cleo))
    await confirm(dialog, 'Send a message', 'the clock in the hall is wrong')
    await dialog.getByText('1 person was reached.').waitFor()
    t.match(await dialog.locator('.note').textContent(), new RegExp(`had finished.*${cleo.name}`))
    await shoot(wide, 'missed-wide')
    await closeDialog(wide, 'Close')
    t.match((await seenBy(anna)).notices.at(-1), { kind: 'message' })
    t.notMatch((await seenBy(bela)).notices.at(-1), { kind: 'message' })
  },
)

t.test('who has handed in is found by state and goes on after a reason is given', async (t) => {
  const sort = wide.locator('.live-people thead').getByRole('button', { name: 'Person' })
  const first = wide.locator('.live-people tbody th').first()
  await sort.click()
  await first.filter({ hasText: '陈立' }).waitFor()
  await sort.click()
  await first.filter({ hasText: cleo.name }).waitFor()
  await wide.getByRole('combobox', { name: 'State' }).selectOption('submitted')
  await rowOf(wide, anna).waitFor({ state: 'detached' })
  const dialog = await actOn(wide, cleo, 'Reopen')
  await dialog.getByText('30 minutes').click()
  t.match(await dialog.locator('.note').textContent(), `${cleo.name} can go on at once`)
  await confirm(dialog, 'Reopen', 'handed in by mistake')
  await dialog.getByText('1 person was reached.').waitFor()
  await closeDialog(wide, 'Close')
  const { state, deadlineAt, serverNow } = await seenBy(cleo)
  t.equal(state, 'running')
  t.ok(Math.abs(Date.parse(deadlineAt) - Date.parse(serverNow) - 1_800_000) < 60_000)
  const kinds = wide.locator('.live-record tbody th')
  await wide.locator('.live-record tbody th', { hasText: 'Reopened' }).waitFor()
  t.equal(await kinds.count(), 8, 'every act is in the record, the one sent twice once')
  await shoot(wide, 'record-wide')
  const downloading = wide.waitForEvent('download')
  await wide.locator('.live-record').getByRole('button', { name: 'Save as CSV' }).click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
  t.equal(csv.trim().split('\r\n').length, 9, 'one line for each act, and the heading')
  t.match(csv, /,extend,600,false,1,0,Name Of anna \(Service Centre\),her chair broke,/)
  await phone.locator('.live-record tbody th', { hasText: '重新开放' }).waitFor()
  await phone.setViewportSize({ width: 320, height: 640 })
  await rowOf(phone, anna).getByRole('checkbox').check()
  await checkPage(t, phone, 'the board with somebody chosen, as narrow as can be')
  await shoot(phone, 'narrow')
  await shoot(phone, 'record-phone')
})
