import t from 'tap'
import { screeningReport } from '../../src/cli/report-html/screening-report.ts'
import { screenData } from '../../src/domain/forensics/cohort/screen-data.ts'
import { simulatedData } from '../../src/domain/forensics/cohort/simulated-data.ts'
import { simulateCohort } from '../../src/domain/measurement/simulation/simulate-cohort.ts'
import { openBrowser } from '../support/browser.ts'
import { checkPage } from './check-page.ts'

function screening() {
  const simulated = simulateCohort(
    {
      ...{ persons: 220, model: '2pl', items: { count: 40 }, options: { count: 4 } },
      ...{ times: { tauSd: 0.2 }, changes: { share: 0.05 } },
      planted: [
        { kind: 'copying-rings', rings: 1, size: 4, items: 0.8 },
        { kind: 'tampered-answers', persons: 0.03, items: 0.9 },
      ],
    },
    'report',
  )
  return screenData(simulatedData(simulated), { fdr: 0.05 })
}

t.test('the report reads well in both languages, light and dark, wide and narrow', async (t) => {
  const result = await screening()
  t.ok(result.attempts.some(({ flags }) => flags.length > 0))
  for (const [language, colorScheme, width] of [
    ['zh-CN', 'light', 390],
    ['en', 'dark', 1000],
  ] as const) {
    const context = await openBrowser(t, { locale: language, width, height: 900 })
    const page = await context.newPage()
    await page.emulateMedia({ colorScheme })
    await page.setContent(screeningReport(result, { title: 'R.csv', language }))
    await page.evaluate(
      "document.querySelectorAll('details').forEach((one) => { one.open = true })",
    )
    await checkPage(t, page, `${language}, ${colorScheme}, ${width}`)
    t.ok((await page.locator('svg[role=img]').count()) >= 3)
    t.equal(await page.locator('script').count(), 0)
  }
})
