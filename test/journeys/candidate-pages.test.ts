import type { BrowserContext, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { openExam } from '../../src/cli/demo/open-exam.ts'
import type { JournalEntry } from '../../src/domain/delivery/journal.ts'
import { attemptOf, choiceOf, goTo } from '../support/attempt-on-page.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkEnlarged } from './check-enlarged.ts'
import { checkPage } from './check-page.ts'

const PHONE = { locale: 'zh-CN', width: 390, height: 844 } as const
const DESK = { locale: 'en', width: 1280, height: 900 } as const
/** 1280 by 1024 pixels at 400 %. */
const ZOOMED = { width: 320, height: 256 }

t.setTimeout(240_000)

t.test('the candidate’s pages, each state of them', async (t) => {
  const service = await startDemoService(t)
  await openExam(service.application.deps, service.units, service.content)
  await t.test('practice: every type, a picture, a formula, one by one', async (t) => {
    await practise(t, service)
  })
  await t.test('practice: all on one page', async (t) => await practiseAll(t, service))
  await t.test('an exam, one state after the other', async (t) => await sitExam(t, service))
  await t.test('who leaves by the console leaves no question either', async (t) => {
    await leaveConsole(t, service)
  })
  await t.test('pages open without a network', async (t) => await goOffline(t, service))
})

/** A state as it stands, and enlarged. */
async function checkState(t: Test, page: Page, what: string): Promise<void> {
  await checkPage(t, page, what)
  await checkEnlarged(t, page, what)
}

async function pageOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return page
}

async function practise(t: Test, service: DemoService): Promise<void> {
  const page = await pageOf(await openBrowser(t, PHONE))
  await page.goto(`${service.url}/practice`)
  const next = page.locator('.bottom-bar .primary')
  const types = new Set<string | null>()
  for (let place = 1; place <= 9; place += 1) {
    await page.getByText(`第 ${place} 题`, { exact: false }).first().waitFor()
    types.add(await page.locator('.item-type').textContent())
    await checkState(t, page, `practice item ${place}`)
    if (place === 6) {
      await page.locator('.stem math mfrac').first().waitFor()
      t.equal(await page.locator('.option math').count(), 3, 'formulas stand in the options')
      await page.getByRole('radio', { name: /^2/ }).check()
      t.ok(await page.locator('.option').nth(1).locator('input').isChecked())
    }
    await next.click()
  }
  t.equal(types.size, 7, 'every type of item is there')
  await page.getByRole('dialog').waitFor()
  await checkState(t, page, 'the end of the practice')
}

/** The same page on the smallest phone in the other language. */
async function checkInChinese(t: Test, page: Page, what: string): Promise<void> {
  const speak = async (language: string): Promise<void> => {
    // In an exam the switch is in a menu, which would cover what is to be checked.
    await page.evaluate(`document.querySelector('button[lang="${language}"]').click()`)
    await page.locator(`html[lang="${language}"]`).waitFor()
  }
  await speak('zh-CN')
  await page.setViewportSize({ width: 320, height: 640 })
  await checkPage(t, page, `${what}, in Chinese at 320 px`)
  await page.setViewportSize(DESK)
  await speak('en')
}

const currentItem = (page: Page) => page.locator('.item-row.current').getAttribute('data-item')

async function practiseAll(t: Test, service: DemoService): Promise<void> {
  const page = await pageOf(await openBrowser(t, DESK))
  await page.goto(`${service.url}/practice`)
  await page.locator('.item').waitFor()
  await checkState(t, page, 'practice one by one, in English')
  await page.getByText('Display').click()
  await page.getByLabel('All questions on one page').check()
  await page.keyboard.press('Escape')
  t.equal(await page.locator('.item').count(), 9, 'every item is on the page')
  t.equal(await page.locator('.stimulus').count(), 1, 'a stimulus stands once beside its items')
  await checkState(t, page, 'all items on a desk')
  // Keys in an open or just closed menu are the menu's.
  await page.locator('[data-item=p1] h2').first().focus()
  await page.keyboard.press('2')
  t.ok(await page.locator('.option').nth(1).locator('input').isChecked(), 'keys mean this item')
  await page.getByRole('button', { name: 'Overview' }).click()
  await page.getByRole('button', { name: 'Question 8', exact: false }).click()
  t.match(await page.evaluate('document.activeElement.textContent'), /Question 8/)
  t.equal(await currentItem(page), 'p8', 'the overview leads to the item')
  await page.getByRole('button', { name: 'Mark 8' }).click()
  await page.getByRole('button', { name: '8 marked' }).waitFor()
  await page.locator('[data-item=p5] input').first().focus()
  t.equal(await currentItem(page), 'p5', 'where the focus is the form is')
  await page.evaluate("document.querySelector('main').scrollTo(0, 0)")
  await page.locator('[data-item=p1].current').waitFor()
  await page.reload()
  await page.locator('.item').first().waitFor()
  t.equal(await page.locator('.item').count(), 9, 'the choice is kept on the device')
  await page.setViewportSize({ width: 320, height: 640 })
  await checkState(t, page, 'all items at 320 px')
}

async function signIn(page: Page, service: DemoService): Promise<void> {
  await page.goto(`${service.url}/sign-in`)
  await page.locator('form input').first().fill('cadre')
  await page.locator('input[type=password]').fill(service.password('cadre'))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Ids of the items that the page says it has shown, in order. */
function shownItems(page: Page): string[] {
  const shown: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/entries')) return
    const { entries } = request.postDataJSON() as { entries: JournalEntry[] }
    for (const entry of entries) {
      if (entry.kind !== 'behavior' || entry.behavior !== 'item-shown') continue
      if (!shown.includes(String(entry.itemId))) shown.push(String(entry.itemId))
    }
  })
  return shown
}

async function sitExam(t: Test, service: DemoService): Promise<void> {
  const context = await openBrowser(t, DESK)
  const page = await pageOf(context)
  await signIn(page, service)
  await checkState(t, page, 'my exams')
  await page.getByRole('link', { name: /Read and start/ }).click()
  await page.locator('.checks li').nth(4).waitFor()
  await checkState(t, page, 'the notice with the device check')
  await checkInChinese(t, page, 'the notice')
  const shown = shownItems(page)
  const openings: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/opening')) openings.push(request.url())
  })
  await page.getByRole('button', { name: 'Start the exam' }).click()
  await page.getByRole('button', { name: 'Overview' }).waitFor()
  t.strictSame(openings, [], 'the start has opened it already')
  await checkInChinese(t, page, 'the exam')
  await checkStates(t, page)
  await signOutAndIn(t, page, service)
  t.equal(openings.length, 1, 'a page that comes back opens it')
  await page.getByRole('button', { name: 'Display' }).or(page.getByText('Display')).first().click()
  await page.getByLabel('All questions on one page').check()
  await page.keyboard.press('Escape')
  await page.locator('.item-row').nth(5).scrollIntoViewIfNeeded()
  await page.locator('.item-row.current').filter({ hasText: 'Question 6' }).waitFor()
  for (let tries = 0; tries < 20 && !shown.includes('q6'); tries += 1)
    await page.waitForTimeout(250)
  t.ok(shown.includes('q6'), 'what was scrolled to and looked at was shown')
  t.notOk(shown.includes('q30'), 'what was only on the page was not')
  await page.getByRole('button', { name: 'Overview' }).click()
  await page.getByRole('button', { name: 'Finish and submit' }).last().click()
  await page.getByRole('heading', { name: 'Submit the exam?' }).waitFor()
  await checkState(t, page, 'the question whether to submit')
  await checkInChinese(t, page, 'the question whether to submit')
  await page.getByRole('button', { name: 'Submit', exact: true }).click()
  await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  t.equal(await keptAttempts(page), 0, 'a closed exam leaves no question on the device')
  await page.locator('main details summary').click()
  await checkState(t, page, 'the receipt with how to check it')
  await checkInChinese(t, page, 'the receipt')
  await page.getByRole('link', { name: 'To the result' }).click()
  await page.locator('.page h2').first().waitFor()
  await checkState(t, page, 'the result')
  await checkInChinese(t, page, 'the result')
  for (const path of ['/awards', '/account', '/sign-in', '/nowhere']) {
    await page.goto(`${service.url}${path}`)
    await page.locator('main h1').waitFor()
    await page.locator('.skeletons').waitFor({ state: 'detached' })
    await checkState(t, page, path)
  }
}

async function checkStates(t: Test, page: Page): Promise<void> {
  await checkState(t, page, 'the exam')
  await page.getByRole('button', { name: 'Hide', exact: true }).click()
  t.equal(await page.getByRole('timer').count(), 0, 'the time left can be put away')
  await page.getByRole('button', { name: 'Show the time left' }).click()
  t.match(await page.getByRole('timer').textContent(), /\d:\d\d/)
  await goTo(page, choiceOf((await attemptOf(page)).form))
  await page.locator('.option').first().click()
  await page.getByRole('button', { name: 'Mark', exact: true }).click()
  await page.getByRole('button', { name: 'Overview' }).click()
  await checkState(t, page, 'the overview')
  await page.keyboard.press('Escape')
  await page.evaluate("window.dispatchEvent(new Event('blur'))")
  await page.waitForTimeout(1_200)
  await page.evaluate("window.dispatchEvent(new Event('focus'))")
  await page.getByRole('button', { name: 'Explain' }).click()
  await checkState(t, page, 'the place to explain an absence')
  await page.getByLabel(/What happened/).fill('The phone rang.')
  await page.getByRole('button', { name: 'Add to the record' }).click()
  await page.getByText('Thank you.').waitFor()
  for (const theme of ['dark', 'contrast'] as const) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    await checkPage(t, page, `the exam, ${theme}`)
  }
  await page.evaluate("document.documentElement.dataset.textSize = 'largest'")
  await page.setViewportSize({ width: 320, height: 640 })
  await checkPage(t, page, 'the largest letters on the smallest phone')
  await page.evaluate("document.documentElement.dataset.textSize = 'normal'")
  await page.setViewportSize(ZOOMED)
  await checkPage(t, page, 'the exam at 400 %')
  await page.evaluate("document.documentElement.dataset.theme = 'light'")
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await checkPage(t, page, 'the exam in the system’s colours')
  await page.emulateMedia({ forcedColors: null, reducedMotion: null })
  await page.setViewportSize(DESK)
}

async function goOffline(t: Test, service: DemoService): Promise<void> {
  const context = await openBrowser(t, PHONE)
  const page = await pageOf(context)
  await page.goto(`${service.url}/practice`)
  await page.evaluate('navigator.serviceWorker.ready')
  const kept = await page.evaluate<string[]>(`caches.keys().then(async ([name]) => {
    const requests = await (await caches.open(name)).keys()
    return requests.map((request) => new URL(request.url).pathname)
  })`)
  t.ok(kept.includes('/'), 'the page itself is kept')
  t.notOk(
    kept.some((path) => path.startsWith('/api') || /console|queries/.test(path)),
    'neither replies nor the console’s files are',
  )
  await context.setOffline(true)
  await page.reload()
  await page.locator('.item').waitFor()
  await page.goto(`${service.url}/`)
  await page.getByRole('alert').waitFor()
  await checkState(t, page, 'my exams without a network')
  await context.setOffline(false)
}

/** Attempts whose questions lie on this device, with one more put there if one is named. */
function keptAttempts(page: Page, more = ''): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const opening = indexedDB.open('probity-views', 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('views', { keyPath: 'attemptId' })
    }
    opening.onsuccess = () => {
      const store = opening.result.transaction('views', 'readwrite').objectStore('views')
      if ('${more}' !== '') store.put({ attemptId: '${more}' })
      store.count().onsuccess = ({ target }) => {
        opening.result.close()
        resolve(target.result)
      }
    }
  })`)
}

/** Somebody with a role who sits exams too, at a device that others use. */
async function leaveConsole(t: Test, service: DemoService): Promise<void> {
  const page = await openSignedIn(t, service, { device: DESK, account: 'organizer' })
  await page.goto(`${service.url}/console/`)
  await page.locator('.header-account').waitFor()
  t.equal(await keptAttempts(page, 'an attempt'), 1)
  await page.locator('.header-account').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/sign-in/)
  t.equal(await keptAttempts(page), 0)
}

/** Leaves by the account page, and comes back to the exam that is still running. */
async function signOutAndIn(t: Test, page: Page, service: DemoService): Promise<void> {
  const address = page.url()
  t.equal(await keptAttempts(page), 1, 'the form is on this device while the exam runs')
  await page.goto(`${service.url}/account`)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/sign-in/)
  await page.waitForTimeout(200)
  t.equal(await keptAttempts(page), 0, 'and not for whoever comes next')
  await signIn(page, service)
  await page.goto(address)
  await page.getByRole('button', { name: 'Overview' }).waitFor()
}
