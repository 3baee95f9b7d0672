import { performance } from 'node:perf_hooks'
import t, { type Test } from 'tap'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import { attemptOf, choiceOf, goTo } from '../support/attempt-on-page.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSlowPage, type PageMeter, type Throttle } from './measure-page.ts'

/** Slow 3G as browsers' tools have it, on a phone of the cheapest class. */
const SLOW: Throttle = { kbps: 400, roundTripMs: 400, cpuFactor: 6 }
const PHONE = { locale: 'zh-CN', width: 360, height: 640 } as const

interface Step {
  readonly name: string
  readonly ms: number
  readonly bytes: number
}

const steps: Step[] = []

async function timed(name: string, meter: PageMeter, act: () => Promise<unknown>): Promise<void> {
  meter.takeBytes()
  const startedMs = performance.now()
  await act()
  steps.push({ name, ms: performance.now() - startedMs, bytes: meter.takeBytes() })
}

/** A phone that has never seen the service, whose person is signed in by the API. */
async function newPhone(test: Test, service: DemoService, signedIn: boolean): Promise<PageMeter> {
  const context = await openBrowser(test, PHONE)
  if (signedIn) {
    const account = 'cadre'
    const data = { account, password: service.password(account) }
    await context.request.post(`${service.url}/api/login`, { data })
  }
  return openSlowPage(context, SLOW)
}

const question = (page: PageMeter['page']) => page.locator('.item').first()

async function toChoice(page: PageMeter['page']): Promise<number> {
  const place = choiceOf((await attemptOf(page)).form)
  await goTo(page, place)
  return place
}

async function measureStart(test: Test, service: DemoService): Promise<string> {
  const phone = await newPhone(test, service, true)
  const { page } = phone
  await timed('my exams, first visit', phone, async () => {
    await page.goto(service.url)
    await page.locator('.exam-card.first a').first().waitFor()
  })
  await timed('notice', phone, async () => {
    await page.locator('.exam-card.first a').first().click()
    await page.locator('.start').waitFor()
  })
  // Read for a while, as people do; what comes in the meantime is not waited for later.
  await page.locator('.checks li').nth(4).waitFor()
  await timed('start to first question', phone, async () => {
    await page.locator('.start button.primary').click()
    await question(page).waitFor()
  })
  await toChoice(page)
  await timed('tap to saved answer', phone, async () => {
    await page.locator('.option').first().click()
    await page.locator('.option.chosen').first().waitFor()
    await page.locator('.save-line.saved').waitFor()
  })
  await page.evaluate('navigator.serviceWorker.ready')
  await timed('exam again, pages kept on the phone', phone, async () => {
    await page.reload()
    await question(page).waitFor()
  })
  return page.url()
}

async function measure(test: Test, service: DemoService): Promise<void> {
  const stranger = await newPhone(test, service, false)
  await timed('sign-in page, first visit', stranger, async () => {
    await stranger.page.goto(`${service.url}/sign-in`)
    await stranger.page.locator('input[type=password]').waitFor()
  })
  const address = await measureStart(test, service)
  const other = await newPhone(test, service, true)
  await timed('exam on a phone that never saw it', other, async () => {
    await other.page.goto(address)
    // Of two devices one is live: this one asks to go on here.
    await question(other.page).waitFor()
  })
  const place = await toChoice(other.page)
  await timed('tap to chosen option', other, async () => {
    await other.page.locator('.option').last().click()
    await other.page.locator('.option.chosen').first().waitFor()
  })
  await timed('next question', other, async () => {
    await other.page.locator('.bottom-bar .primary').click()
    await other.page
      .getByText(`第 ${place + 2} 题`)
      .first()
      .waitFor()
  })
}

t.setTimeout(600_000)

t.test('pages on a slow phone and line', async (t) => {
  const service = await startDemoService(t)
  await openExam(service.application.deps, service.units, service.content)
  await measure(t, service)
  const { kbps, roundTripMs, cpuFactor } = SLOW
  t.comment(`${kbps} kbit/s, ${roundTripMs} ms, processor ${cpuFactor} times slower`)
  for (const { name, ms, bytes } of steps) {
    const time = `${Math.round(ms)} ms`.padStart(10)
    t.comment(`${name.padEnd(40)}${time}${`${Math.round(bytes / 1000)} kB`.padStart(8)}`)
  }
})
