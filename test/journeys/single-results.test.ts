import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import type { ExamAnalysis } from '../../src/domain/settlement/analysis-views.ts'
import { AttemptEntity } from '../../src/store/entities/attempt.ts'
import { ExamEntity, ItemCalibrationEntity } from '../../src/store/entities/exam.ts'
import { CredentialEntity, PersonEntity } from '../../src/store/entities/organization.ts'
import { SYSTEM, write } from '../../src/store/scope.ts'
import { getExamAnalysis } from '../../src/store/views/analysis.ts'
import { calibrateItems } from '../../src/workflows/calibrate-items.ts'
import { hashPassword } from '../../src/workflows/passwords.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
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
  },
  en: {
    alone: 'Shown separately',
    whole: 'no more than your whole result',
    rapid: 'too fast',
    fair: 'no sign of cheating',
  },
} as const
const PASSWORD = 'a long enough passphrase'

t.setTimeout(300_000)

t.test('competencies and rapid answers are told to organizers and candidates', async (t) => {
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
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px, ${device.scheme}`, async (t) => {
      const words = WORDS[device.locale]
      const page = await openPage(t, service, { device, account: 'organizer' })
      await page.goto(`${service.url}/console/exams/${exam.id}?tab=report`)
      await page.locator('.effort table').waitFor()
      t.ok(await page.locator('.subscores').getByText(words.alone, { exact: true }).isVisible())
      t.ok(await page.locator('.effort').getByRole('link', { name: row.person }).isVisible())
      await checkPage(t, page, 'report')
      const own = await openPage(t, service, { device, account, password: PASSWORD })
      await own.goto(`${service.url}/attempts/${row.attemptId}/result`)
      await own.locator('.profile').waitFor()
      t.equal(await own.locator('.profile > li').count(), 1, 'a bar only where it adds value')
      t.ok(await own.getByText(words.whole).isVisible())
      t.ok(await own.getByText(words.rapid).first().isVisible())
      t.ok(await own.getByText(words.fair).isVisible())
      await checkPage(t, own, 'result')
    })
  }
})

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

async function openPage(
  t: Test,
  service: DemoService,
  given: {
    readonly device: (typeof DEVICES)[number]
    readonly account: string
    readonly password?: string
  },
): Promise<Page> {
  const { device, account } = given
  const context = await openBrowser(t, device)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.emulateMedia({ colorScheme: device.scheme })
  await page.goto(`${service.url}/sign-in`)
  await page.locator('form input').first().fill(account)
  await page.locator('input[type=password]').fill(given.password ?? service.password(account))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  return page
}
