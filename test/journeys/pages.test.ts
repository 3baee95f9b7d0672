import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type { CaseRow } from '../../src/domain/review/views.ts'
import type { ExamAttemptRow, ExamRow } from '../../src/domain/scheduling/views.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
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
    `/console/exams/${finished?.id}/attempts/${attemptId}/form`,
    `/console/exams/${draft?.id}`,
    `/console/exams/${draft?.id}/sample-forms/1`,
    '/console/banks',
    '/console/banks/import',
    '/console/policies',
  ]
}

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
