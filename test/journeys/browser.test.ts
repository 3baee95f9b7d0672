import type { BrowserContext, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { toPresentedAnswer } from '../../src/cli/demo/story-answers.ts'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../src/domain/bank/response-value.ts'
import type { BehaviorKind, JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { answerOnPage } from './answer-on-page.ts'

const PHONE = { locale: 'zh-CN', width: 390, height: 844 } as const
const DESK = { locale: 'en', width: 1280, height: 900 } as const
const SAVED = /已保存 \d\d:\d\d:\d\d/

t.setTimeout(240_000)

t.test('from blueprint to award, in a browser', async (t) => {
  const service = await startDemoService(t)
  await t.test('the organizer builds and publishes an exam', async (t) => {
    const { page } = await signedIn(t, service, 'organizer', DESK)
    await buildExam(page)
    t.match(await page.locator('main').textContent(), /Open/, 'the exam is open')
  })
  const context = await openBrowser(t, PHONE)
  await t.test('the cadre sits it on a phone, losing network and page once', async (t) => {
    await sitExam(t, service, context)
  })
  const page = context.pages().at(-1)
  if (!page) throw new Error('the cadre has closed the browser')
  t.match(await page.locator('main').textContent(), /暂缓/, 'answers within seconds hold the award')
  for (const auditor of ['auditor1', 'auditor2']) {
    await t.test(`${auditor} clears the case`, async (t) => {
      const { page } = await signedIn(t, service, auditor, DESK)
      await clearCase(page)
      t.match(await page.locator('main').textContent(), /Cleared/, 'the decision is recorded')
    })
  }
  await page.reload()
  await page.getByText('已授予').first().waitFor()
  t.notMatch(await page.locator('main').textContent(), /暂缓/, 'the award is no longer held')
  await page.getByRole('link', { name: '我的奖励' }).first().click()
  await page.getByText('解除暂缓').first().waitFor()
  t.match(
    await page.locator('main').textContent(),
    /窗口服务专项测评/,
    'credits stand in the ledger',
  )
})

async function signedIn(
  test: Parameters<typeof openBrowser>[0],
  service: DemoService,
  account: string,
  device: Parameters<typeof openBrowser>[1],
): Promise<{ readonly page: Page; readonly context: BrowserContext }> {
  const context = await openBrowser(test, device)
  const page = context.pages()[0] ?? (await context.newPage())
  await signIn(page, service, account)
  return { page, context }
}

async function signIn(page: Page, service: DemoService, account: string): Promise<void> {
  await page.goto(`${service.url}/sign-in`)
  await page.locator('form input').first().fill(account)
  await page.locator('input[type=password]').fill(service.password(account))
  await page.keyboard.press('Enter')
  page.setDefaultTimeout(15_000)
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

async function buildExam(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New exam' }).click()
  const shipped = page.getByLabel('Start from a blueprint of this bank')
  await shipped.selectOption({ label: 'Counter service assessment' })
  await page.getByRole('button', { name: 'Use it' }).click()
  const local = (minutes: number) =>
    new Date(Date.now() + (8 * 60 + minutes) * 60_000).toISOString().slice(0, 16)
  await page.getByLabel('Opens', { exact: false }).first().fill(local(-1))
  await page.getByLabel('Closes', { exact: false }).first().fill(local(120))
  await page.getByLabel('Results are released').selectOption({ label: 'At submission' })
  await page.getByLabel(/Qingshi Township/).check()
  await page.getByText('The bank can satisfy this blueprint.').waitFor()
  await page.getByRole('button', { name: 'Publish …' }).click()
  await page.getByLabel('Reason for the waiver').fill('A journey test; nobody is surprised by it.')
  await page.getByRole('button', { name: 'Publish and freeze' }).click()
  await page.getByText('Commitment').first().waitFor()
}

async function sitExam(t: Test, service: DemoService, context: BrowserContext) {
  let page = context.pages()[0] ?? (await context.newPage())
  await signIn(page, service, 'cadre')
  await page.getByRole('link', { name: /阅读须知/ }).click()
  await page.getByRole('button', { name: '开始考试' }).click()
  await page.waitForURL(/\/attempts\//)
  const address = page.url()
  const answers = await rightAnswers(service, page)
  const told = listen(context)
  const next = () => page.getByRole('button', { name: '下一题' }).click()
  for (const [index, { item, value }] of answers.entries()) {
    // The answer given just before may wait with those given offline.
    if (index === 3) await context.setOffline(true)
    if (index === 6) {
      t.match(
        await page.locator('header').first().textContent(),
        /离线：[1-9]\d* 题/,
        'it says what is safe',
      )
      await context.setOffline(false)
    }
    await answerOnPage(page, item, value)
    if (index === 8) await page.getByRole('heading').first().click({ button: 'right' })
    if (index === 9) {
      // Long enough to be on this device; the server may or may not have it yet.
      await page.waitForTimeout(500)
      await page.close()
      page = await context.newPage()
      await page.goto(address)
      await page.getByRole('button', { name: /总览/ }).waitFor()
      await goTo(page, index + 1)
    }
    if (index < answers.length - 1) await next()
  }
  await page.getByRole('button', { name: /总览/ }).click()
  t.strictSame(await unsaved(page, answers), [], 'every answer reaches the server')
  await page.getByText(`已答 ${answers.length} 题`).waitFor()
  await page.getByText(SAVED).first().waitFor()
  t.pass('every answer is there, those given offline and on the lost page too')
  await page.getByRole('button', { name: /完成并交卷/ }).click()
  await page.getByRole('button', { name: '交卷', exact: true }).click()
  await page.getByText('交卷回执').first().waitFor()
  const kept = await attemptOf(page)
  t.equal(Object.keys(kept.responses).length, answers.length, 'the server kept every answer')
  for (const { item, value } of answers) {
    const given = kept.responses[item.itemId] ?? null
    t.same(asSet(item, given), asSet(item, value), `${item.itemId} as it was given`)
  }
  t.ok(told('context-menu').length > 0, 'a context menu is told of')
  const mark = /^[0-9a-f]{16}$/
  const detail = { tab: mark, browser: mark, navigation: 'navigate' }
  t.match(told('page-loaded'), [{ detail }], 'the page says where it was opened again')
  await page.getByRole('link', { name: '查看成绩' }).click()
  await page.getByText('由此产生的结果').waitFor()
}

/** What pages tell from now on of one kind of behaviour, as they send it. */
function listen(context: BrowserContext) {
  const sent = new Map<string, JournalEntry>()
  context.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/entries')) return
    const { entries } = request.postDataJSON() as { entries: JournalEntry[] }
    for (const entry of entries) sent.set(entry.entryId, entry)
  })
  return (kind: BehaviorKind) =>
    [...sent.values()].flatMap((entry) =>
      entry.kind === 'behavior' && entry.behavior === kind ? [entry] : [],
    )
}

async function goTo(page: Page, position: number): Promise<void> {
  await page.getByRole('button', { name: /总览/ }).click()
  await page.getByRole('button', { name: `第 ${position} 题` }).click()
}

/** Items without a durable answer, once the page has had time to send what it holds. */
async function unsaved(page: Page, answers: readonly { readonly item: PresentedItem }[]) {
  for (let tries = 1; ; tries += 1) {
    const { responses } = await attemptOf(page)
    const missing = answers.filter(({ item }) => !(item.itemId in responses))
    if (missing.length === 0 || tries === 20) {
      return missing.map(({ item }) => `${item.itemId} ${item.type}`)
    }
    await page.waitForTimeout(500)
  }
}

async function attemptOf(page: Page): Promise<AttemptView> {
  const id = /attempts\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  const answer = await page.request.get(new URL(`/api/attempts/${id}`, page.url()).href)
  return (await answer.json()) as AttemptView
}

/** What is right, looked up in the shipped bank; the page is never told. */
async function rightAnswers(service: DemoService, page: Page) {
  const bank = await service.application.deps.frozen.bank(service.content.bankVersionId)
  const { form } = await attemptOf(page)
  return form.items.map((item) => ({ item, value: toPresentedAnswer(item, bank.items) }))
}

async function clearCase(page: Page): Promise<void> {
  await page
    .getByRole('link', { name: /C-[0-9A-F]{8}/ })
    .first()
    .click()
  await page.getByLabel('Cleared').check()
  await page.getByLabel('Reason').selectOption({ label: 'Fast, and as able as the answers say' })
  await page.getByLabel('Note').fill('Every answer is right and the candidate explained the pace.')
  await page.getByRole('button', { name: 'Record my decision …' }).click()
  await page.getByRole('button', { name: 'Record it' }).click()
  await page.getByText('Your decision is recorded').first().waitFor()
}

/** The order in which several options were ticked means nothing. */
function asSet(item: PresentedItem, value: ResponseValue): ResponseValue {
  return item.type === 'multiple-choice' ? (value as string[]).toSorted() : value
}
