import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type {
  WorkshopItemRow,
  WorkshopItemView,
  WorkshopRow,
} from '../../src/domain/bank/workshop-views.ts'
import type { CaseRow } from '../../src/domain/review/views.ts'
import type { ExamAttemptRow, ExamRow } from '../../src/domain/scheduling/views.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { proposeItems } from '../../src/workflows/propose-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844 },
  { locale: 'en', width: 1280, height: 900 },
] as const

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

t.setTimeout(300_000)

t.test('every page is accessible, fits its screen and logs no error', async (t) => {
  const service = await startDemoService(t)
  const { deps } = service.application
  await simulateFinishedExam(deps, service.units, {
    content: service.content,
    cadres: 60,
    onProgress: () => {},
  })
  await openExam(deps, service.units, service.content)
  await draftLater(service)
  await takeIntoWorkshop(service)
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px`, async (t) => {
      await visit(t, service, { device, account: null, paths: () => ['/sign-in'] })
      await visit(t, service, {
        device,
        account: 'cadre',
        paths: async (page) => ['/', await noticePath(page), '/awards', '/account'],
      })
      await visit(t, service, { device, account: 'organizer', paths: organizerPaths })
      await visit(t, service, { device, account: 'auditor1', paths: auditorPaths })
      await visit(t, service, { device, account: 'admin', paths: () => ['/console/people'] })
    })
  }
  await t.test('an item is revised by one person and reviewed by another', async (t) => {
    for (const device of DEVICES) await reviseItem(t, service, device)
  })
  await t.test('a printed paper holds no key, a printed key sheet no paper', async (t) => {
    const [, device] = DEVICES
    const context = await openBrowser(t, device)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(`${service.url}/sign-in`)
    await signIn(page, service, 'organizer')
    const formPath = (await organizerPaths(page)).find((path) => path.endsWith('/form'))
    await page.goto(service.url + formPath)
    await page.getByRole('switch').check()
    t.ok(await page.locator('.key-only').first().isVisible(), 'the key is on the screen')
    await page.emulateMedia({ media: 'print' })
    t.ok(await page.locator('.paper-item').first().isVisible())
    t.equal(await page.locator('.key-only:visible, .key-sheet:visible').count(), 0)
    await page.emulateMedia({ media: null })
    // Without a printer the page believes that the dialog is still open.
    await page.evaluate('window.print = () => {}')
    await page.getByRole('button', { name: 'key sheet' }).click()
    await page.emulateMedia({ media: 'print' })
    t.ok(await page.locator('.key-sheet').isVisible())
    t.equal(await page.locator('.paper-item:visible').count(), 0)
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    t.equal(await page.locator('.key-sheet:visible').count(), 0, 'afterwards it is the paper again')
  })
})

async function get<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(new URL(path, page.url()).href)).json()) as T
}

/** A draft, so that the builder and its sample forms are visited too. */
async function draftLater({ application, units, content }: DemoService): Promise<void> {
  const { deps } = application
  const at = (days: number) => new Date(deps.now().getTime() + days * 86_400_000).toISOString()
  const { bankVersionId, policyVersionId, counter } = content
  await draftExam(deps, await personIdOf(deps, 'organizer'), {
    simulated: false,
    draft: {
      unitId: unitOf(units, 'county').id,
      bankVersionId,
      policyVersionId,
      blueprint: counter,
      window: { opensAt: at(20), closesAt: at(21) },
      audienceUnitIds: [unitOf(units, 'township').id],
      decisionsNeeded: 2,
      releaseResults: 'at-submission',
    },
  })
}

const PROGRAMME = new URL('../../question-banks/grassroots/', import.meta.url)

/** What the administrator wrote, so that the organizer is its second person. */
async function takeIntoWorkshop({ application }: DemoService): Promise<void> {
  const { deps } = application
  const actor = await personIdOf(deps, 'admin')
  const document = JSON.parse(await readFile(new URL('bank.json', PROGRAMME), 'utf8'))
  const { program } = await takeBank(deps, actor, { document, note: 'first' })
  const [item] = document.items
  await proposeItems(deps, actor, {
    program,
    items: [{ ...item, stem: { ...item.stem, en: `${item.stem.en} (revised)` } }],
    note: 'clearer',
  })
}

async function noticePath(page: Page): Promise<string> {
  const { exams } = await get<{ exams: { examId: string }[] }>(page, '/api/my/exams')
  return `/exams/${exams[0]?.examId}`
}

async function organizerPaths(page: Page): Promise<string[]> {
  const { exams } = await get<{ exams: ExamRow[] }>(page, '/api/exams')
  const finished = exams.find(({ state }) => state === 'final')
  const draft = exams.find(({ state }) => state === 'draft')
  const list = `/api/exams/${finished?.id}/attempts`
  const { attempts } = await get<{ attempts: ExamAttemptRow[] }>(page, list)
  const { attemptId } = attempts.find((row) => row.attemptId !== null) ?? { attemptId: '' }
  return [
    '/console/exams',
    '/console/exams/new',
    `/console/exams/${finished?.id}`,
    `/console/exams/${finished?.id}?tab=amendments`,
    `/console/exams/${finished?.id}?tab=frozen`,
    `/console/exams/${finished?.id}?tab=calibration`,
    `/console/exams/${finished?.id}/attempts/${attemptId}/form`,
    `/console/exams/${draft?.id}`,
    `/console/exams/${draft?.id}/sample-forms/1`,
    '/console/banks',
    '/console/banks/import',
    ...(await workshopPaths(page)),
    '/console/policies',
  ]
}

async function workshopPaths(page: Page): Promise<string[]> {
  const { workshops } = await get<{ workshops: WorkshopRow[] }>(page, '/api/workshops')
  const program = workshops[0]?.program
  const { items } = await get<{ items: WorkshopItemRow[] }>(
    page,
    `/api/workshops/${program}/items?search=revised`,
  )
  const list = `/console/banks/workshop/${program}`
  return ['/console/banks/workshop', list, `${list}/health`, `${list}/${items[0]?.itemId}`]
}

/** Reviews what the administrator wrote, revises it, and may then not review it. */
async function reviseItem(
  t: Test,
  service: DemoService,
  device: (typeof DEVICES)[number],
): Promise<void> {
  const context = await openBrowser(t, device)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${service.url}/sign-in`)
  await signIn(page, service, 'organizer')
  const path = (await workshopPaths(page)).at(-1) ?? ''
  const view = () => get<WorkshopItemView>(page, apiOf(path))
  const words = WORDS[device.locale]
  await page.goto(service.url + path)
  const before = await view()
  if (!before.mine) {
    await page.getByRole('button', { name: words.approve }).click()
    await page.getByRole('dialog').getByRole('button', { name: words.approve }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    t.equal((await view()).state, 'reviewed')
  }
  await page.getByRole('button', { name: words.edit }).click()
  const stem = page.locator('.editor-form textarea[lang=en]').first()
  await stem.fill('')
  await page.getByRole('button', { name: words.save }).click()
  await page.locator('.editor-form [role=alert]').waitFor()
  t.equal(await stem.getAttribute('aria-invalid'), 'true', 'the fault stands at its field')
  t.strictSame(await violationsOn(page), [], 'axe finds nothing in the editor')
  const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  t.ok(Number(wider) <= 0, `the editor fits the screen (${wider})`)
  await stem.fill(`Which of these, revised at ${device.width} px?`)
  await stem.press('Tab')
  await page.getByRole('button', { name: words.save }).press('Enter')
  await page.locator('.editor-form').waitFor({ state: 'detached' })
  const after = await view()
  t.match(after, { revision: before.revision + 1, state: 'draft', mine: true })
  t.match(after.revisions.at(-1)?.content.stem.en, `revised at ${device.width} px`)
  await page.locator('.item-history').waitFor()
  t.equal(await page.getByRole('button', { name: words.approve }).count(), 0, 'not by the author')
  await context.close()
}

const apiOf = (path: string): string =>
  path.replace(/^\/console\/banks\/workshop\/([^/]+)\//, '/api/workshops/$1/items/')

const WORDS = {
  'zh-CN': { approve: '审核通过', edit: '撰写新修订', save: '存为草稿' },
  en: { approve: 'Approve in review', edit: 'Write a new revision', save: 'Save as draft' },
} as const

async function auditorPaths(page: Page): Promise<string[]> {
  const { cases } = await get<{ cases: CaseRow[] }>(page, '/api/cases')
  return ['/console/cases', `/console/cases/${cases[0]?.id}`]
}

async function visit(
  t: Test,
  service: DemoService,
  visiting: {
    readonly device: (typeof DEVICES)[number]
    readonly account: string | null
    readonly paths: (page: Page) => string[] | Promise<string[]>
  },
): Promise<void> {
  const context = await openBrowser(t, visiting.device)
  const page = context.pages()[0] ?? (await context.newPage())
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('response', (response) => {
    const { status, url } = { status: response.status(), url: response.url() }
    // Before sign-in the pages ask who is there; that answer is 401 and no error.
    if (status >= 400 && status !== 401) errors.push(`${status} ${url}`)
  })
  await page.goto(`${service.url}/sign-in`)
  if (visiting.account !== null) await signIn(page, service, visiting.account)
  for (const path of await visiting.paths(page)) {
    await page.goto(service.url + path)
    await page.locator('main h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    t.strictSame(await violationsOn(page), [], `${path}: axe finds nothing`)
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    t.ok(Number(wider) <= 0, `${path}: nothing reaches beyond the screen (${wider})`)
  }
  t.strictSame(errors, [], `${visiting.account ?? 'nobody'}: no error on any page`)
  await context.close()
}

async function signIn(page: Page, service: DemoService, account: string): Promise<void> {
  await page.locator('form input').first().fill(account)
  await page.locator('input[type=password]').fill(service.password(account))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const run = `axe.run({ runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`
  const violations = (await page.evaluate(run)) as Violation[]
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`)
}
