import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { simulateFinishedExam } from '../../src/cli/demo/finished-exam.ts'
import type { ExamRow } from '../../src/domain/scheduling/views.ts'
import type { ExamReport } from '../../src/domain/settlement/views.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'
import { readBulletins } from './tier-pages.ts'

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844, scheme: 'dark' },
  { locale: 'en', width: 1280, height: 900, scheme: 'light' },
] as const
const WORDS = {
  'zh-CN': { gaps: '该培训什么', export: '导出', correct: '提议更正' },
  en: { gaps: 'What to train', export: 'Save as CSV', correct: 'Propose a correction' },
} as const

t.setTimeout(300_000)

t.test('the report tells what to train and which items to look at', async (t) => {
  const service = await startDemoService(t)
  await simulateFinishedExam(service.application.deps, service.units, {
    content: service.content,
    cadres: 60,
    onProgress: () => {},
  })
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px, ${device.scheme}`, async (t) => {
      await readReport(t, service, device)
    })
  }
  await t.test('tiers read their bulletins', (t) => readBulletins(t, service))
})

async function readReport(
  t: Test,
  service: DemoService,
  device: (typeof DEVICES)[number],
): Promise<void> {
  const page = await openSignedIn(t, service, { device, account: 'organizer' })
  const { exams } = await get<{ exams: ExamRow[] }>(page, '/api/exams')
  const exam = exams.find(({ state }) => state === 'final')
  await page.goto(`${service.url}/console/exams/${exam?.id}?tab=report`)
  await page.locator('.gap-map').waitFor()
  await page.locator('.report .plot svg').first().waitFor()
  await checkPage(t, page, 'report')
  const words = WORDS[device.locale]
  t.ok(await page.getByRole('heading', { name: words.gaps }).isVisible())
  t.ok((await page.locator('.gap-cell b').count()) > 0, 'cells with numbers')

  const saving = page.waitForEvent('download')
  await page.locator('.gaps').getByRole('button', { name: words.export }).click()
  const csv = await readFile(await (await saving).path(), 'utf8')
  t.match(csv, /kind,group,competency,persons,mean,meanLow,meanHigh,share/)
  t.match(csv, /\r\nall,/)

  await openItem(t, page, { examId: exam?.id ?? '', words })
  await page.emulateMedia({ media: 'print' })
  await page.goto(`${service.url}/console/exams/${exam?.id}?tab=report`)
  await page.locator('.gap-map').waitFor()
  t.equal(await page.locator('.header:visible, [role=tablist]:visible').count(), 0)
  await page.context().close()
}

/** The item report opens from the list, and leads to the corrections with the item chosen. */
async function openItem(
  t: Test,
  page: Page,
  { examId, words }: { readonly examId: string; readonly words: (typeof WORDS)['en' | 'zh-CN'] },
): Promise<void> {
  const report = await get<ExamReport>(page, `/api/exams/${examId}/report`)
  const most = report.items.reduce((left, right) =>
    right.presented > left.presented ? right : left,
  )
  await page.locator('.attention-item', { hasText: most.itemId }).last().click()
  const drawer = page.getByRole('dialog')
  await drawer.locator('.plot svg').waitFor()
  t.ok(page.url().includes(`item=${most.itemId}`), 'the address can be shared')
  await checkPage(t, page, 'item report')
  const link = drawer.getByRole('link', { name: words.correct })
  if ((await link.count()) > 0) await link.click()
  else await page.goto(page.url().replace('tab=report', 'tab=amendments'))
  await page.locator('.import-form select').first().waitFor()
  t.equal(await page.locator('.import-form select').first().inputValue(), most.itemId)
}

async function get<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(new URL(path, page.url()).href)).json()) as T
}
