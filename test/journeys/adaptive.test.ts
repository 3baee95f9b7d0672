import axe from 'axe-core'
import type { Page, Route } from 'playwright-core'
import t, { type Test } from 'tap'
import { toPresentedAnswer } from '../../src/cli/demo/story-answers.ts'
import type { PresentedItem } from '../../src/domain/assembly/presented-form.ts'
import type { AttemptView } from '../../src/domain/delivery/views.ts'
import type { ResultView } from '../../src/domain/settlement/result-views.ts'
import { attemptOf } from '../support/attempt-on-page.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { answerOnPage } from './answer-on-page.ts'
import { openAdaptiveExam } from './fixtures/adaptive-exam.ts'
import { journalOf } from './fixtures/open-exam.ts'

const PHONE = { locale: 'zh-CN', width: 390, height: 844 } as const
const DESK = { locale: 'zh-CN', width: 1280, height: 900 } as const
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const MOST = 36
const FEWEST = 8

t.setTimeout(240_000)

t.test('an adaptive exam, one question at a time', async (t) => {
  const service = await startDemoService(t)
  await openAdaptiveExam(service, FEWEST)
  const page = await signedIn(t, service, PHONE)
  const context = page.context()
  await t.test('card and notice say how it works', (t) => begin(t, page))
  await t.test('a question is left for good, by way of the service', (t) =>
    leaveFirst(t, service, page),
  )
  await t.test('without a network the answer waits here, and the exam goes on by itself', (t) =>
    loseNetwork(t, service, page),
  )
  await t.test('a lost page comes back to the question and its answer', (t) =>
    losePage(t, service, page),
  )
  const again = context.pages().at(-1) ?? page
  await t.test('nothing is left unanswered without a word', (t) => leaveOpen(t, again))
  await t.test('a question finished on another device counts as answered there', (t) =>
    beOvertaken(t, service, again),
  )
  await t.test('an early end is explained and can be turned back from', (t) => turnBack(t, again))
  await t.test('after the last question there is a receipt and a result', (t) =>
    finish(t, service, again),
  )
})

async function signedIn(
  t: Test,
  service: DemoService,
  device: typeof PHONE | typeof DESK,
): Promise<Page> {
  const page = await openSignedIn(t, service, { device, account: 'cadre' })
  page.setDefaultTimeout(15_000)
  await page.goto(service.url)
  return page
}

async function begin(t: Test, page: Page): Promise<void> {
  const card = page.locator('article').first()
  await card.getByText(`最多 ${MOST} 题`).waitFor()
  t.match(await card.textContent(), /逐题选出/, 'the card says that questions follow from answers')
  await checkPage(t, page, 'card')
  await page.getByRole('link', { name: /阅读须知/ }).click()
  await page.getByText('本场考试的作答方式').waitFor()
  const notice = await page.locator('main').textContent()
  t.match(notice, /进入下一题后，不能再返回/, 'no way back is announced')
  t.notMatch(notice, /交卷前可以修改任何答案/, 'nothing is promised that an adaptive exam breaks')
  await checkPage(t, page, 'notice')
  await page.getByRole('button', { name: '开始考试' }).click()
  await atQuestion(page, 1)
  for (const name of [/上一题/, /标记/, /总览/]) {
    t.equal(await page.getByRole('button', { name }).count(), 0, `there is no ${name}`)
  }
}

async function leaveFirst(t: Test, service: DemoService, page: Page): Promise<void> {
  await answerRight(service, page)
  await checkPage(t, page, 'question')
  await loseOneReply(page)
  await next(page)
  await atQuestion(page, 2)
  const focused = await page.evaluate('document.activeElement.textContent')
  t.match(String(focused), `第 2 题，最多 ${MOST} 题`, 'the heading of the new question has focus')
  await answerByKey(t, page, await itemOf(page))
  await answerRight(service, page)
  await next(page)
  await atQuestion(page, 3)
}

/** The service leaves the item and the page doesn't hear of it: it asks again. */
async function loseOneReply(page: Page): Promise<void> {
  const lose = async (route: Route): Promise<void> => {
    await route.fetch()
    await route.abort()
  }
  await page.route('**/next-item', lose, { times: 1 })
}

async function answerByKey(t: Test, page: Page, item: PresentedItem): Promise<void> {
  if (item.type !== 'single-choice' && item.type !== 'true-false') return
  await page.keyboard.press('2')
  t.ok(await page.locator('label.option').nth(1).locator('input').isChecked(), 'key 2 chooses')
}

async function loseNetwork(t: Test, service: DemoService, page: Page): Promise<void> {
  await page.context().setOffline(true)
  await answerRight(service, page)
  await next(page)
  const waiting = page.getByRole('button', { name: /正在等待网络/ })
  await waiting.waitFor()
  t.match(
    await page.locator('header').first().textContent(),
    /离线：1 题的答案安全保留在本机/,
    'it says what is safe',
  )
  const held = await page.locator('main fieldset[disabled]').count()
  t.equal(held, 1, 'what is being handed in is not changed')
  await checkPage(t, page, 'waiting for the network')
  await waiting.click()
  await waiting.waitFor()
  await page.context().setOffline(false)
  await atQuestion(page, 4)
  t.pass('nobody had to press again')
}

async function losePage(t: Test, service: DemoService, page: Page): Promise<void> {
  const context = page.context()
  const address = page.url()
  await context.setOffline(true)
  const given = await answerRight(service, page)
  // Long enough to be on this device; the service can't have it.
  await page.waitForTimeout(700)
  await page.close()
  await context.setOffline(false)
  const back = await context.newPage()
  back.setDefaultTimeout(15_000)
  await back.goto(address)
  await atQuestion(back, 4)
  await back.getByText(/已保存 \d\d:\d\d:\d\d/).waitFor()
  const view = await attemptOf(back)
  t.same(sorted(view.responses['q4']), sorted(given), 'the answer is there')
  await next(back)
  await atQuestion(back, 5)
  const second = await context.newPage()
  await second.goto(address)
  await second.getByRole('button', { name: '在这里继续' }).click()
  await atQuestion(second, 5)
  await back.getByText('此考试已在另一个标签页中打开').waitFor()
  await second.close()
  await back.getByRole('button', { name: '在这里继续' }).click()
  await atQuestion(back, 5)
}

async function leaveOpen(t: Test, page: Page): Promise<void> {
  await next(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('本题尚未作答').waitFor()
  await checkPage(t, page, 'leaving without an answer')
  await dialog.getByRole('button', { name: '返回题目' }).click()
  t.equal((await attemptOf(page)).adaptive?.position, 5, 'still the same question')
  await next(page)
  await dialog.getByRole('button', { name: '继续' }).click()
  await atQuestion(page, 6)
}

async function beOvertaken(t: Test, service: DemoService, page: Page): Promise<void> {
  const item = await itemOf(page)
  // A page with a connection is told at once that another one is live.
  await page.context().setOffline(true)
  await touch(page, item)
  const other = await signedIn(t, service, DESK)
  await other.goto(page.url())
  await atQuestion(other, 6)
  await answerRight(service, other)
  await next(other)
  await atQuestion(other, 7)
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: '此考试已在另一台设备或标签页打开' }).waitFor()
  await page.getByText('有一道题已在另一个窗口完成').waitFor()
  t.equal(await page.getByText('服务未接受').count(), 0, 'nothing is told as refused')
  await checkPage(t, page, 'overtaken')
  await page.getByRole('button', { name: '在这里继续' }).click()
  await atQuestion(page, 7)
  await answerRight(service, page)
  await next(page)
  await atQuestion(page, 8)
  t.equal(await page.getByText('有一道题已在另一个窗口完成').count(), 0, 'told once')
}

async function turnBack(t: Test, page: Page): Promise<void> {
  await page.getByRole('button', { name: '交卷……' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('不足以判定水平').waitFor()
  await checkPage(t, page, 'ending early')
  await dialog.getByRole('button', { name: '返回题目' }).click()
  t.equal((await attemptOf(page)).state, 'running', 'nothing was submitted')
}

async function finish(t: Test, service: DemoService, page: Page): Promise<void> {
  for (let position = 8; ; position += 1) {
    await answerByKey(t, page, await itemOf(page))
    await answerRight(service, page)
    await next(page)
    const { adaptive } = await arrived(page, position)
    if (adaptive?.ended) break
    await atQuestion(page, position + 1)
  }
  await page.getByRole('heading', { name: '题目已全部答完' }).waitFor()
  await checkPage(t, page, 'the end')
  await page.reload()
  await page.getByRole('heading', { name: '题目已全部答完' }).waitFor()
  const { adaptive } = await attemptOf(page)
  const given = adaptive?.position ?? 0
  t.ok(given >= FEWEST && given <= MOST, `${given} questions`)
  await page.getByRole('button', { name: '交卷', exact: true }).click()
  await page.getByText('交卷回执').first().waitFor()
  const entries = await journalOf(service.application.deps, idOf(page))
  const shown = entries.flatMap((entry) =>
    entry.kind === 'behavior' && entry.behavior === 'item-shown' ? [entry.itemId] : [],
  )
  const all = Array.from({ length: given }, (_, i) => `q${i + 1}`)
  t.same([...new Set(shown)], all, 'each question is recorded as shown, in its order')
  const { receipt, result } = await resultOf(page)
  t.equal(receipt.itemCount, given, 'the receipt names every question given')
  t.equal(receipt.answered, given - 1, 'all but the one left open')
  t.equal(await page.getByText('部分答案未被接受').count(), 0, 'no answer is told as lost')
  t.equal(result?.overall.itemCount, given, 'all of them count')
  await page.getByRole('link', { name: '查看成绩' }).click()
  await page.getByText('由此产生的结果').waitFor()
}

const next = (page: Page) => page.getByRole('button', { name: '下一题' }).click()

async function atQuestion(page: Page, position: number): Promise<void> {
  await page.getByText(`第 ${position} 题，最多 ${MOST} 题`).waitFor()
  await page.getByRole('button', { name: '下一题' }).waitFor()
}

/** The attempt once the item at a position is left. */
async function arrived(page: Page, position: number): Promise<AttemptView> {
  for (let tries = 1; ; tries += 1) {
    const view = await attemptOf(page)
    const { adaptive } = view
    if (adaptive?.ended || (adaptive?.position ?? 0) > position) return view
    if (tries === 40) throw new Error(`question ${position} was not left`)
    await page.waitForTimeout(250)
  }
}

function idOf(page: Page): string {
  return /attempts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
}

async function resultOf(page: Page): Promise<ResultView> {
  const path = new URL(`/api/attempts/${idOf(page)}/result`, page.url()).href
  return (await page.request.get(path)).json()
}

async function itemOf(page: Page): Promise<PresentedItem> {
  const [item] = (await attemptOf(page)).form.items
  if (!item) throw new Error('there is no question')
  return item
}

/** Answers anything by one act: the page may go on after it. */
async function touch(page: Page, { type }: PresentedItem): Promise<void> {
  if (type === 'numeric' || type === 'short-text') await page.locator('main input').last().fill('7')
  else if (type === 'ordering') await page.getByRole('button', { name: '采用此顺序' }).click()
  else if (type === 'matching') await page.locator('main select').first().selectOption({ index: 1 })
  else await page.locator('label.option').first().click()
}

async function answerRight(service: DemoService, page: Page) {
  const bank = await service.application.deps.frozen.bank(service.content.bankVersionId)
  const item = await itemOf(page)
  const value = toPresentedAnswer(item, bank.items)
  await answerOnPage(page, item, value)
  return value
}

/** The order in which several options were ticked means nothing. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.toSorted() : value
}

/** As the phone shows it, and on the narrowest there is. */
async function checkPage(t: Test, page: Page, name: string): Promise<void> {
  // Colours on their way from one to another are no finding.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(axe.source)
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`
  const violations = (await page.evaluate(run)) as readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
  t.strictSame(found, [], `${name}: axe finds nothing`)
  for (const width of [320, PHONE.width]) {
    await page.setViewportSize({ width, height: PHONE.height })
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    t.ok(Number(wider) <= 0, `${name}: nothing reaches beyond ${width} px (${wider})`)
  }
}
