import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { personIdOf } from '../../src/cli/demo/programme.ts'
import type {
  WorkshopItemRow,
  WorkshopItemView,
  WorkshopRow,
} from '../../src/domain/bank/workshop-views.ts'
import type { CaseRow } from '../../src/domain/review/queue-views.ts'
import type { ExamAttemptRow, ExamRow } from '../../src/domain/scheduling/views.ts'
import { proposeItems } from '../../src/workflows/propose-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'
import { approveArrangement } from './fixtures/approve-arrangement.ts'
import { aLaterDraft } from './fixtures/later-draft.ts'
import { placeSideBySide } from './fixtures/side-by-side.ts'

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844 },
  { locale: 'en', width: 1280, height: 900 },
] as const

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
  // So that the builder and its sample forms are visited too.
  await aLaterDraft(service)
  await takeIntoWorkshop(service)
  await placeSideBySide(deps)
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
  await t.test('an administrator approves more time for somebody', async (t) => {
    for (const [index, device] of DEVICES.entries()) {
      const page = await openSignedIn(t, service, { device, account: 'admin' })
      const account = index === 0 ? 'cadre' : 'auditor1'
      await approveArrangement(t, page, { ...{ url: service.url, account }, locale: device.locale })
      await page.context().close()
    }
  })
  await t.test('an item is revised by one person and reviewed by another', async (t) => {
    for (const device of DEVICES) await reviseItem(t, service, device)
  })
  await t.test('a printed paper holds no key, a printed key sheet no paper', async (t) => {
    const [, device] = DEVICES
    const page = await openSignedIn(t, service, { device, account: 'organizer' })
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
  const open = exams.find(({ state }) => state === 'open')
  const list = `/api/exams/${finished?.id}/attempts`
  const { attempts } = await get<{ attempts: ExamAttemptRow[] }>(page, list)
  const { attemptId } = attempts.find((row) => row.attemptId !== null) ?? { attemptId: '' }
  return [
    '/console/exams',
    '/console/exams/new',
    `/console/exams/${finished?.id}`,
    `/console/exams/${finished?.id}?tab=amendments`,
    `/console/exams/${finished?.id}?tab=frozen`,
    `/console/exams/${finished?.id}?tab=screening`,
    `/console/exams/${finished?.id}?tab=calibration`,
    `/console/exams/${finished?.id}?tab=retests`,
    `/console/exams/${finished?.id}/attempts/${attemptId}/form`,
    `/console/exams/${open?.id}?tab=live`,
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
  const page = await openSignedIn(t, service, { device, account: 'organizer' })
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
  await checkPage(t, page, 'the editor')
  await stem.fill(`Which of these, revised at ${device.width} px?`)
  await stem.press('Tab')
  await page.getByRole('button', { name: words.save }).press('Enter')
  await page.locator('.editor-form').waitFor({ state: 'detached' })
  const after = await view()
  t.match(after, { revision: before.revision + 1, state: 'draft', mine: true })
  t.match(after.revisions.at(-1)?.content.stem.en, `revised at ${device.width} px`)
  await page.locator('.item-history').waitFor()
  t.equal(await page.getByRole('button', { name: words.approve }).count(), 0, 'not by the author')
  await page.context().close()
}

const apiOf = (path: string): string =>
  path.replace(/^\/console\/banks\/workshop\/([^/]+)\//, '/api/workshops/$1/items/')

const WORDS = {
  'zh-CN': { approve: '审核通过', edit: '撰写新修订', save: '存为草稿' },
  en: { approve: 'Approve in review', edit: 'Write a new revision', save: 'Save as draft' },
} as const

async function auditorPaths(page: Page): Promise<string[]> {
  const { cases } = await get<{ cases: CaseRow[] }>(page, '/api/cases')
  const one = `/console/cases/${cases[0]?.id}`
  return [
    ...['/console/cases', `${one}?tab=times`, `${one}?tab=similar`, `${one}?tab=identity`],
    ...['/console/cases/appeals', '/console/cases/accuracy', '/console/cases/statistics'],
  ]
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
  const { device, account } = visiting
  const page =
    account === null
      ? await (await openBrowser(t, device)).newPage()
      : await openSignedIn(t, service, { device, account })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('response', (response) => {
    const { status, url } = { status: response.status(), url: response.url() }
    // Before sign-in the pages ask who is there; that answer is 401 and no error.
    if (status >= 400 && status !== 401) errors.push(`${status} ${url}`)
  })
  for (const path of await visiting.paths(page)) {
    await page.goto(service.url + path)
    await page.locator('main h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    await checkPage(t, page, path)
  }
  t.strictSame(errors, [], `${account ?? 'nobody'}: no error on any page`)
  await page.context().close()
}
