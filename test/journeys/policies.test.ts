import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import type { PolicyVersionView } from '../../src/domain/policy/views.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { addPolicyVersion, approvePolicy } from '../../src/workflows/manage-policies.ts'
import { aPolicy, aRule } from '../support/builders.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

const WIDE = { locale: 'en', width: 1280, height: 900, scheme: 'light' } as const
const NARROW = { locale: 'zh-CN', width: 390, height: 844, scheme: 'dark' } as const

t.setTimeout(300_000)

t.test('a policy is written, simulated, approved by another person and explained', async (t) => {
  const service = await startDemoService(t)
  await simulateFinishedExam(service.application.deps, service.units, {
    content: service.content,
    cadres: 16,
    onProgress: () => {},
  })
  await t.test('what it simulates was sent as a page sends it', (t) => arrivedSoon(t, service))
  const officer = await openSignedIn(t, service, { device: WIDE, account: 'policy' })
  await t.test('the officer writes and tries it', (t) => write(t, officer, service))
  const organizer = await openSignedIn(t, service, { device: NARROW, account: 'organizer' })
  await t.test('somebody else sees what changes and approves', (t) =>
    approve(t, organizer, service),
  )
  await addPersonPolicy(service)
  await t.test('an outcome is explained, and a branch worked out', (t) =>
    explain(t, organizer, service),
  )
})

/** Later than this a timeline calls a time estimated. */
const LATE_MS = 10_000

async function arrivedSoon(t: Test, { application }: DemoService): Promise<void> {
  const [row] = await inScope(
    application.deps.sql,
    SYSTEM,
    (tx) => tx<{ entries: number; latestMs: number }[]>`
      select count(*)::int as entries, max(extract(epoch from received_at - started_at) * 1000
        - client_ms)::float8 as "latestMs"
      from journal_entry join attempt on attempt.id = journal_entry.attempt_id`,
  )
  t.ok((row?.entries ?? 0) > 1000)
  t.ok((row?.latestMs ?? LATE_MS) < LATE_MS / 2, `at most ${row?.latestMs} ms late`)
}

/** In force since long before the period that runs now. */
async function addPersonPolicy({ application: { deps } }: DemoService): Promise<void> {
  const long = new Date('2020-01-01T00:00:00Z')
  const [approver] = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`select id from person where account = 'admin'`,
  )
  if (!approver) throw new Error('the administrator is missing')
  const rules = [aRule({ id: 'enough', when: 'credits >= 5' })]
  const document = aPolicy({ id: 'yearly', subject: 'person', attendanceShare: 1, rules })
  const id = await addPolicyVersion(deps, null, { document, effectiveFrom: long })
  await approvePolicy({ ...deps, now: () => long }, approver.id, id)
}

async function open(t: Test, page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('main h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await checkPage(t, page, new URL(url).pathname)
}

async function versionsOf(page: Page, service: DemoService): Promise<PolicyVersionView[]> {
  const reply = await page.request.get(`${service.url}/api/policies`)
  const { policyVersions } = (await reply.json()) as { policyVersions: PolicyVersionView[] }
  return policyVersions
}

/** The check of what is in the fields now has come back. */
const checked = (page: Page) => page.locator('[role=status][aria-busy=false]').waitFor()

async function write(t: Test, page: Page, service: DemoService): Promise<void> {
  await open(t, page, `${service.url}/console/policies`)
  const [first] = await versionsOf(page, service)
  await page.getByRole('link', { name: /version 1/ }).click()
  await page.getByRole('link', { name: 'Write a new version' }).click()
  const condition = page.getByRole('textbox', { name: 'Condition of rule 1.' })
  await condition.waitFor()
  await checked(page)
  await checkPage(t, page, 'the editor')
  await condition.press('ControlOrMeta+a')
  await condition.press('Delete')
  await condition.pressSequentially('enoughEvidence && passP')
  const offered = page.getByRole('option', { name: /^passProbability/ })
  await offered.waitFor()
  await checkPage(t, page, 'completion')
  await condition.press('Enter')
  await page.locator('.condition-fact', { hasText: 'true ability' }).waitFor()
  await condition.pressSequentially(' >= 0.7 && wisdom')
  await page.locator('.cm-lintRange-error', { hasText: /^wisdom$/ }).waitFor()
  t.match(await page.locator('.rule-fields [data-severity=error]').textContent(), /wisdom/)
  t.ok(await page.getByRole('button', { name: 'Add as a version' }).isDisabled())
  for (let letter = 0; letter < ' && wisdom'.length; letter += 1) await condition.press('Backspace')
  await condition.press('Tab')
  t.equal(await page.evaluate('document.activeElement.shadowRoot'), null, 'Tab leaves the editor')
  await page.locator('.verdict[data-good=true]').waitFor()
  await simulate(t, page)
  await page.getByRole('button', { name: 'Add as a version' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('What changes against version 1').waitFor()
  t.match(await dialog.locator('ins').textContent(), /passProbability >= 0.7/)
  await dialog.getByLabel('Effective from').fill(dayAfterTomorrow())
  await checkPage(t, page, 'adding a version')
  await dialog.getByRole('button', { name: 'Add as a version' }).click()
  await page.getByText('You wrote this version').waitFor()
  const added = (await versionsOf(page, service)).find(({ version }) => version === 2)
  t.match(added, { policy: first?.policy, state: 'awaiting-approval', mine: true })
  await page.context().close()
}

function dayAfterTomorrow(): string {
  return `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T08:00`
}

async function simulate(t: Test, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Simulate' }).click()
  const result = page.getByRole('region', { name: 'Result of the simulation' })
  await result.waitFor()
  t.match(await result.textContent(), /Get more/)
  await checkPage(t, page, 'a simulation')
}

async function approve(t: Test, page: Page, service: DemoService): Promise<void> {
  const waiting = (await versionsOf(page, service)).find(({ approved }) => !approved)
  await open(t, page, `${service.url}/console/policies?state=awaiting-approval`)
  await page.getByRole('link', { name: /第 2 版/ }).click()
  await page.getByRole('button', { name: '批准' }).click()
  const dialog = page.getByRole('dialog')
  t.match(await dialog.textContent(), /passProbability >= 0.7/, 'what changes is told')
  await checkPage(t, page, 'approval')
  await dialog.getByRole('button', { name: '批准' }).click()
  await page.getByText('尚未生效').waitFor()
  const approved = (await versionsOf(page, service)).find(
    ({ policyVersionId }) => policyVersionId === waiting?.policyVersionId,
  )
  t.match(approved, { approved: true, state: 'scheduled', mine: false })
  await open(t, page, `${service.url}/console/policies/simulation`)
  await open(t, page, `${service.url}/console/policies/new?from=${waiting?.policyVersionId}`)
}

async function explain(t: Test, page: Page, service: DemoService): Promise<void> {
  await open(t, page, `${service.url}/console/policies/outcomes`)
  await page.locator('tbody tr a').first().click()
  await page.getByRole('heading', { name: '怎样会不同' }).waitFor()
  await checkPage(t, page, 'an explanation')
  t.match(await page.locator('.verdict').textContent(), /结果一致/, 'it replays')
  await workOut(t, page, service)
  await page.context().close()
}

/** However many stand somewhere: a page at a time, found by name, and all of them in a file. */
async function listInPages(t: Test, page: Page, count: number): Promise<void> {
  t.ok(count > 20, `${count} are three pages of ten`)
  // Pages of ten from here on, where the page itself asks for a hundred.
  await page.route('**/api/standings?limit=100**', (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=10') }),
  )
  await page.reload()
  await page.getByText(`共 ${count} 项，显示 10 项`).waitFor()
  await page.getByRole('button', { name: `显示更多（还有 ${count - 10} 条）` }).click()
  await page.getByText(`共 ${count} 项，显示 20 项`).waitFor()
  const names = page.locator('tbody').getByRole('link')
  const name = (await names.first().textContent()) ?? ''
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出 CSV' }).click(),
  ])
  const lines = (await readFile(await saved.path(), 'utf8')).trim().split('\n')
  t.equal(lines.length, count + 1, 'the file holds all of them')
  await page.getByLabel('搜索').fill(name)
  await page.getByText(`共 ${count} 项，显示`).waitFor({ state: 'detached' })
  for (const found of await names.allTextContents()) t.match(found, name)
  await page.getByLabel('搜索').fill('')
  await page.getByText(`共 ${count} 项，显示`).waitFor()
  await page.unrouteAll({ behavior: 'wait' })
}

/** How a branch stands is worked out at the press of a button, and told honestly. */
async function workOut(t: Test, page: Page, service: DemoService): Promise<void> {
  await open(t, page, `${service.url}/console/policies/outcomes?of=standings`)
  const button = page.getByRole('button', { name: '立即计算' })
  t.ok(await button.isDisabled(), 'of which branch is not said yet')
  await page.getByRole('combobox', { name: '单位' }).click()
  await page.getByRole('listbox').getByRole('option').first().click()
  await button.click()
  const told = page.getByRole('status').filter({ hasText: '计算完成' })
  const count = Number((await told.textContent())?.match(/\d+/)?.[0])
  t.ok(count > 0, `${count} worked out`)
  await page.getByText(`共 ${count} 项，显示 ${count} 项`).waitFor()
  await button.click()
  await page.getByRole('status').filter({ hasText: '有变化的结果：0 项' }).waitFor()
  await page.getByLabel('周期内的年份').fill('2010')
  await button.click()
  await page.getByRole('alert').waitFor()
  t.equal(await told.count(), 0, 'what was worked out before is not told of another year')
  await checkPage(t, page, 'standings worked out')
  await listInPages(t, page, count)
}
