import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import type { RetestView } from '../../src/domain/review/retest-views.ts'
import type { ExamAnalysis } from '../../src/domain/settlement/analysis-views.ts'
import { AttemptEntity } from '../../src/store/entities/attempt.ts'
import { ExamEntity, ItemCalibrationEntity } from '../../src/store/entities/exam.ts'
import { CredentialEntity, PersonEntity } from '../../src/store/entities/organization.ts'
import { RetestEntity } from '../../src/store/entities/retest.ts'
import { CaseEntity } from '../../src/store/entities/review.ts'
import { SYSTEM, write } from '../../src/store/scope.ts'
import { getExamAnalysis } from '../../src/store/views/analysis.ts'
import { calibrateItems } from '../../src/workflows/calibrate-items.ts'
import { hashPassword } from '../../src/workflows/passwords.ts'
import { planRetest } from '../../src/workflows/plan-retest.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844, scheme: 'dark' },
  { locale: 'en', width: 1280, height: 900, scheme: 'light' },
] as const
const WORDS = {
  'zh-CN': {
    alone: '单独显示',
    whole: '并不比整体成绩说明更多',
    rapid: '作答过快',
    fair: '不代表作弊',
    above: '原考试比复测高 254 分',
    luck: '100 名诚实考生有 17 人',
  },
  en: {
    alone: 'Shown separately',
    whole: 'no more than your whole result',
    rapid: 'too fast',
    fair: 'no sign of cheating',
    above: 'The attempt lies 254 points above the re-test',
    luck: '17 of 100 honest',
  },
} as const
const PASSWORD = 'a long enough passphrase'

t.setTimeout(300_000)

t.test('competencies, rapid answers and re-tests are told to whom they concern', async (t) => {
  const service = await startDemoService(t)
  const { deps } = service.application
  const { units, content } = service
  await simulateFinishedExam(deps, units, { content, cadres: 60, onProgress: () => {} })
  const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { simulated: true }))
  await calibrateItems(deps, exam.id)
  const analysis = await getExamAnalysis(deps, SYSTEM, { examId: exam.id, now: deps.now() })
  t.equal(analysis.subscores, null, 'sixty attempts are too few to tell')
  const row = analysis.effort?.rows.find(({ moderated }) => moderated !== null)
  if (!row) throw new Error('some simulated cadre is in a hurry')
  await plantVerdicts(service, exam.id, analysis)
  const account = await letSignIn(service, row.attemptId)
  const caseId = await plantRetests(service, exam, row.attemptId)
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px, ${device.scheme}`, async (t) => {
      const words = WORDS[device.locale]
      const page = await openSignedIn(t, service, { device, account: 'organizer' })
      await page.goto(`${service.url}/console/exams/${exam.id}?tab=report`)
      await page.locator('.effort table').waitFor()
      t.ok(await page.locator('.subscores').getByText(words.alone, { exact: true }).isVisible())
      t.ok(await page.locator('.effort').getByRole('link', { name: row.person }).isVisible())
      await checkPage(t, page, 'report')
      await asksAndReturns(t, page, `${service.url}/console/exams/${exam.id}?tab=retests`)
      const own = await openSignedIn(t, service, { device, account, password: PASSWORD })
      await own.goto(`${service.url}/attempts/${row.attemptId}/result`)
      await own.locator('#retest .profile').waitFor()
      t.equal(
        await own.locator('.profile:not(#retest .profile) > li').count(),
        1,
        'a bar only where it adds value',
      )
      t.ok(await own.getByText(words.whole).isVisible())
      t.ok(await own.getByText(words.rapid).first().isVisible())
      t.ok(await own.getByText(words.fair).isVisible())
      await toldOf(t, own, words)
      await checkPage(t, own, 'result')
      const auditor = await openSignedIn(t, service, { device, account: 'auditor1' })
      await auditor.goto(`${service.url}/console/cases/${caseId}?tab=retest`)
      await auditor.locator('.retests .plot').waitFor()
      await toldOf(t, auditor, words)
      await checkPage(t, auditor, 'case')
    })
  }
})

/** Planning a re-test asks by the keyboard alone, and gives the focus back to where it was. */
async function asksAndReturns(t: Test, page: Page, url: string): Promise<void> {
  await page.goto(url)
  const button = page.locator('[aria-labelledby=retests-title] button')
  await button.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('input').first().waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.locator('[aria-labelledby=retests-title] button:focus').waitFor({ timeout: 5_000 })
  t.pass('the focus is where it was')
}

/** A page says how both sittings differ, and what that is worth. */
async function toldOf(
  t: Test,
  page: Page,
  { above, luck }: Readonly<Record<'above' | 'luck', string>>,
): Promise<void> {
  t.ok(await page.getByText(above).isVisible())
  t.ok(await page.getByText(luck).isVisible())
}

const CONTENT: Pick<RetestView, 'gap' | 'items' | 'leftOut' | 'comparison'> = {
  ...{ gap: null, items: 19, leftOut: { seen: 4, unmeasured: 1 } },
  comparison: {
    first: { score: 742, low: 640, high: 800 },
    second: { score: 488, low: 401, high: 575 },
    ...{ difference: 254, standardError: 61, right: 8, expectedRight: 15.7 },
    ...{ p: 0.00061, adjusted: 0.0116, differs: true },
  },
}

/** As if an attempt, and one that has a case, had been re-tested and differed; gives the case. */
async function plantRetests(
  { application: { deps } }: DemoService,
  exam: { readonly id: string; readonly createdBy: string },
  attemptId: string,
): Promise<string> {
  const opensAt = new Date(deps.now().getTime() + 86_400_000).toISOString()
  const closesAt = new Date(deps.now().getTime() + 2 * 86_400_000).toISOString()
  const planned = { examId: exam.id, window: { opensAt, closesAt } }
  const examId = await planRetest(deps, exam.createdBy, planned)
  return write(deps.orm, async (em) => {
    const found = await em.findOneOrFail(
      CaseEntity,
      { examId: exam.id },
      { orderBy: { id: 'asc' } },
    )
    for (const verifiedAttemptId of new Set([attemptId, found.attemptId])) {
      const { candidateId } = await em.findOneOrFail(AttemptEntity, { id: verifiedAttemptId })
      em.create(RetestEntity, {
        ...{ examId, personId: candidateId, number: 1, verifiedAttemptId, attemptId: null },
        ...{ content: CONTENT, comparedAt: deps.now() },
      })
    }
    return found.id
  })
}

/** What a larger cohort could have said: one competency stands on its own, the others do not. */
async function plantVerdicts(
  { application: { deps }, content }: DemoService,
  examId: string,
  { reliability }: ExamAnalysis,
): Promise<void> {
  const bank = await deps.frozen.bank(content.bankVersionId)
  const figures = { prmseTotal: 0.6, prmseAugmented: 0.75, reliability: reliability?.value ?? 0.7 }
  await write(deps.orm, async (em) => {
    const last = await em.findOneOrFail(ItemCalibrationEntity, { examId })
    const subscores = bank.competencies.map(({ id: competency }, at) => ({
      ...figures,
      competency,
      prmseSubscore: at === 0 ? 0.72 : 0.5,
      adds: at === 0,
      reason: at === 0 ? ('adds-value' as const) : ('total-says-more' as const),
    }))
    em.create(ItemCalibrationEntity, {
      ...{ examId, number: last.number + 1, amendmentCount: 0, calibratedAt: deps.now() },
      content: { ...last.content, subscores },
    })
  })
}

async function letSignIn(
  { application: { deps } }: DemoService,
  attemptId: string,
): Promise<string> {
  const passwordHash = await hashPassword(PASSWORD)
  return write(deps.orm, async (em) => {
    const { candidateId } = await em.findOneOrFail(AttemptEntity, { id: attemptId })
    const person = await em.findOneOrFail(PersonEntity, { id: candidateId })
    em.create(CredentialEntity, { personId: person.id, passwordHash, changedAt: deps.now() })
    return person.account
  })
}
