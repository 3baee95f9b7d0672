import { randomUUID } from 'node:crypto'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t from 'tap'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type { ExamRow } from '../../src/domain/scheduling/views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { openBrowser } from '../support/browser.ts'
import { startDemoService } from '../support/demo-service.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const NARROW = {
  device: { locale: 'zh-CN', width: 390, height: 844 },
  words: {
    tab: '实时',
    active: '作答中',
    stalled: '未收到数据',
    live: '实时连接中',
    lost: '读不到',
  },
} as const
const WIDE = {
  device: { locale: 'en', width: 1280, height: 900 },
  words: {
    tab: 'Live',
    active: 'Active',
    stalled: 'Nothing received',
    live: 'Live',
    lost: 'Nothing newer',
  },
} as const

t.setTimeout(240_000)

const service = await startDemoService(t)
const { deps } = service.application
await openExam(deps, service.units, service.content)
const [exam] = await read(deps.sql, SYSTEM, (tx) => tx<Pick<ExamRow, 'id'>[]>`select id from exam`)
const examId = exam?.id ?? ''
const path = `/console/exams/${examId}`

function figureOf(page: Page, name: string): Promise<string | null> {
  const figure = page.locator('.figure', { has: page.locator(`dt:text-is("${name}")`) })
  return figure.locator('.figure-value').textContent()
}

async function untilFigure(page: Page, name: string, value: string): Promise<void> {
  const figure = page.locator('.figure', { has: page.locator(`dt:text-is("${name}")`) })
  await figure.locator(`.figure-value:text-is("${value}")`).waitFor({ timeout: 20_000 })
}

async function openBoard({ device, words }: typeof NARROW | typeof WIDE): Promise<Page> {
  const context = await openBrowser(t, device)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${service.url}/sign-in`)
  await page.locator('form input').first().fill('organizer')
  await page.locator('input[type=password]').fill(service.password('organizer'))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  await page.goto(service.url + path)
  await page.getByRole('tab', { name: words.tab, exact: true }).click()
  await page.locator('.live-link').waitFor()
  return page
}

t.test('the open page follows the exam by itself, in both languages', async (t) => {
  const pages = [
    { page: await openBoard(NARROW), words: NARROW.words },
    { page: await openBoard(WIDE), words: WIDE.words },
  ]
  for (const { page, words } of pages) t.equal(await figureOf(page, words.active), '0')
  const personId = await personIdOf(deps, 'cadre')
  const candidate = { personId, unitPath: unitOf(service.units, 'counter').path }
  const sixMinutesAgo = { ...deps, now: () => new Date(Date.now() - 6 * 60_000) }
  const { attemptId } = await startAttempt(sixMinutesAgo, candidate, examId)
  for (const { page, words } of pages) await untilFigure(page, words.stalled, '1')
  for (const { page } of pages) {
    t.equal(await page.locator('.live-trouble tbody tr').count(), 1, 'who may need help is named')
    await page.evaluate(axe.source)
    const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 120)))`
    t.strictSame(await page.evaluate(run), [], 'axe finds nothing')
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    t.ok(Number(wider) <= 0, `it fits the screen (${wider})`)
  }
  await saveEntries(deps, personId, {
    attemptId,
    entries: [
      {
        sequence: 1,
        entryId: randomUUID(),
        clientMs: 1,
        kind: 'behavior',
        behavior: 'page-loaded',
        itemId: null,
      },
    ],
  })
  for (const { page, words } of pages) {
    await untilFigure(page, words.active, '1')
    t.equal(await page.locator('.live-trouble tbody tr').count(), 0, 'nobody needs help any more')
  }
})

t.test('a page that cannot be kept up to date says so, asks, and is pushed again', async (t) => {
  const { words } = WIDE
  const page = await openBoard(WIDE)
  const link = page.locator('.live-link [role=status]')
  await link.filter({ hasText: words.live }).waitFor()
  // What stands between cuts the stream, then everything, then lets all through again.
  await page.route('**/live-board/events', (route) => route.abort())
  await page.reload()
  await page.locator('.live-link[data-link=polling]').waitFor({ timeout: 30_000 })
  await page.route('**/live-board', (route) => route.abort())
  await page.locator('.live-link[data-link=lost]').waitFor({ timeout: 30_000 })
  t.match((await link.textContent()) ?? '', words.lost)
  t.equal(await figureOf(page, words.active), '1', 'what was known stays, with its time')
  await page.unrouteAll()
  await page.locator('.live-link[data-link=live]').waitFor({ timeout: 30_000 })
  t.equal(await link.textContent(), words.live)
})
