import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { personIdOf, unitOf } from '../../src/cli/demo/programme.ts'
import type { ExamRow, ExamView } from '../../src/domain/scheduling/views.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'
import { aLaterDraft } from './fixtures/later-draft.ts'

const DEVICES = [
  { locale: 'zh-CN', width: 320, height: 720 },
  { locale: 'en', width: 1280, height: 900 },
] as const
const WORDS = {
  'zh-CN': {
    missing: '请用安全考试浏览器打开本场考试',
    other: '安全考试浏览器用的不是本场考试的配置',
    unlisted: '安全考试浏览器的版本不在名单上',
    address: '服务地址设置有误，请联系组织者',
    right: /配置正确，可以开始/,
    again: '再次检查浏览器',
    start: '开始考试',
    way: '怎样用安全考试浏览器打开',
    agree: /同意在本次考试中/,
    mustAgree: /表示同意/,
    asks: '只能使用安全考试浏览器',
    versions: '允许的浏览器版本（Browser Exam Key）',
    noKey: /不是密钥/,
    quit: '提前退出所需的密码',
    consent: '考生须先同意记录说明才能开始',
    save: '保存草稿',
    saved: '已全部保存',
  },
  en: {
    missing: 'Open this exam in Safe Exam Browser',
    other: 'Not this exam’s configuration',
    unlisted: 'This version is not on the list',
    address: 'The service has to be put right',
    right: /with this exam’s configuration\. You can start/,
    again: 'Check this browser again',
    start: 'Start the exam',
    way: 'How to open it in Safe Exam Browser',
    agree: /agree to this being recorded/,
    mustAgree: /agree to it before you start/,
    asks: 'Safe Exam Browser only',
    versions: 'Browser Exam Keys of allowed versions',
    noKey: /No key: 64/,
    quit: 'Password to leave it early',
    consent: 'Candidates must agree to what is recorded before they start',
    save: 'Save draft',
    saved: 'Everything is saved',
  },
} as const
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const BROWSER_KEY = sha256('a version of the browser')
const PASSWORD = 'only used here'
const REQUIREMENTS = {
  consent: true,
  safeExamBrowser: {
    configKeys: [],
    browserExamKeys: [BROWSER_KEY],
    quitPasswordDigest: sha256(PASSWORD),
  },
}

t.setTimeout(240_000)

t.test('an exam is set up for Safe Exam Browser, and sat in it only', async (t) => {
  const service = await startDemoService(t)
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px`, async (t) => {
      await aLaterDraft(service)
      const examId = await openExam(service)
      await setUp(t, service, { device, examId })
      await sit(t, service, { device, examId })
    })
  }
})

/** An exam that is open and asks for everything; one a device, as each is sat once. */
async function openExam({ application, units, content }: DemoService): Promise<string> {
  const { deps } = application
  const organizer = await personIdOf(deps, 'organizer')
  const at = (hours: number) => new Date(deps.now().getTime() + hours * 3_600_000).toISOString()
  const { bankVersionId, policyVersionId, counter } = content
  const examId = await draftExam(deps, organizer, {
    simulated: false,
    draft: {
      unitId: unitOf(units, 'county').id,
      bankVersionId,
      policyVersionId,
      blueprint: counter,
      window: { opensAt: at(-1), closesAt: at(9) },
      audienceUnitIds: [unitOf(units, 'township').id],
      decisionsNeeded: 2,
      releaseResults: 'at-submission',
      cutReason: 'the demonstration has no panel of judges',
      requirements: REQUIREMENTS,
    },
  })
  await publishExam(deps, organizer, { examId, waiver: 'a test needs no notice' })
  return examId
}

async function get<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(new URL(path, page.url()).href)).json()) as T
}

interface Place {
  readonly device: (typeof DEVICES)[number]
  readonly examId: string
}

/** The organizer's pages: the builder keeps what is entered, the frozen exam shows its key. */
async function setUp(t: Test, service: DemoService, { device, examId }: Place): Promise<void> {
  const words = WORDS[device.locale]
  const page = await openSignedIn(t, service, { device, account: 'organizer' })
  const { exams } = await get<{ exams: ExamRow[] }>(page, '/api/exams')
  const draft = exams.find(({ state }) => state === 'draft')?.id
  await page.goto(`${service.url}/console/exams/${draft}`)
  await page.getByLabel(words.consent).check()
  await page.getByLabel(words.asks).check()
  await page.getByLabel(words.versions).fill(`${BROWSER_KEY}\nabc`)
  await page.getByLabel(words.quit).fill(PASSWORD)
  await page.getByText(words.noKey).waitFor()
  await checkPage(t, page, 'the builder with its rules')
  await page.getByLabel(words.versions).fill(` ${BROWSER_KEY.toUpperCase()}\n`)
  await page.getByRole('button', { name: words.save }).click()
  await page.getByText(words.saved).waitFor()
  await page.locator(`a[href^="/api/exams/${draft}/browser-file/"]`).waitFor()
  await checkPage(t, page, 'the builder with the configuration')
  const { requirements } = await get<ExamView>(page, `/api/exams/${draft}`)
  t.strictSame(requirements, REQUIREMENTS)
  const { configKey } = await get<{ configKey: string }>(page, `/api/exams/${examId}/browser`)
  await page.goto(`${service.url}/console/exams/${examId}?tab=frozen`)
  await page.getByText(configKey).waitFor()
  await checkPage(t, page, 'the frozen exam with its key')
  await page.context().close()
}

/** A candidate in one browser after another, until it is the right one. */
async function sit(t: Test, service: DemoService, { device, examId }: Place): Promise<void> {
  const words = WORDS[device.locale]
  const organizer = await openSignedIn(t, service, { device, account: 'organizer' })
  const page = await openSignedIn(t, service, { device, account: 'cadre' })
  const browser = await get<{ configKey: string; file: string }>(
    organizer,
    `/api/exams/${examId}/browser`,
  )
  const keys = { config: '', browser: '', origin: service.url }
  // As the real browser does: both keys hashed with the address of each request.
  await page.route('**/api/**', (route) => {
    const { pathname, search } = new URL(route.request().url())
    const hash = (key: string) => sha256(keys.origin + pathname + search + key)
    const own = keys.config === '' ? {} : { 'x-safeexambrowser-configkeyhash': hash(keys.config) }
    const more = keys.browser === '' ? {} : { 'x-safeexambrowser-requesthash': hash(keys.browser) }
    return route.continue({ headers: { ...route.request().headers(), ...own, ...more } })
  })
  await page.goto(`${service.url}/exams/${examId}`)
  await page.getByText(words.missing).waitFor()
  await checkPage(t, page, 'the advice')
  t.equal(await page.getByRole('button', { name: words.start }).count(), 0)
  t.equal(await page.locator(`a[href="${browser.file}"]`).count(), 1, 'the file is offered')
  const again = async (change: Partial<typeof keys>, title: string) => {
    Object.assign(keys, change)
    await page.getByRole('button', { name: words.again }).click()
    await page.getByText(title).waitFor()
  }
  await again({ config: sha256('another') }, words.other)
  await again({ config: browser.configKey, origin: 'https://127.0.0.1' }, words.address)
  await again({ origin: service.url }, words.unlisted)
  Object.assign(keys, { browser: BROWSER_KEY })
  await page.reload()
  await page.getByText(words.right).waitFor()
  await page.getByRole('button', { name: words.start }).click()
  await page.getByText(words.mustAgree).waitFor()
  await page.getByLabel(words.agree).check()
  await checkPage(t, page, 'the notice with its consent')
  await page.getByRole('button', { name: words.start }).click()
  await page.waitForURL(/\/attempts\//)
  await page.locator('.item').first().waitFor()
  Object.assign(keys, { config: '', browser: '' })
  await page.reload()
  await page.getByRole('link', { name: words.way }).click()
  await page.waitForURL(/\/exams\//)
  await page.getByText(words.missing).waitFor()
  await page.context().close()
}
