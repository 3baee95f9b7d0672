import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { personIdOf } from '../../src/cli/demo/programme.ts'
import type { Bank } from '../../src/domain/bank/bank.ts'
import { addBankVersion } from '../../src/workflows/add-bank-version.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844, scheme: 'light' },
  { locale: 'en', width: 1280, height: 900, scheme: 'dark' },
] as const
type Device = (typeof DEVICES)[number]

const WORDS = {
  'zh-CN': { approve: '批准', sendBack: '退回', mine: '由您添加', note: '说明' },
  en: { approve: 'Approve', sendBack: 'Send back', mine: 'You added', note: 'Note' },
} as const
const PROGRAMME = new URL('../../question-banks/grassroots/', import.meta.url)
const NOTE = 'The post of the archivist is missing'

t.setTimeout(300_000)

t.test('a second person approves a bank version, or sends a frame back', async (t) => {
  const service = await startDemoService(t)
  const bank = JSON.parse(await readFile(new URL('bank.json', PROGRAMME), 'utf8')) as Bank
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px`, async (t) => {
      const bankVersionId = await addChanged(service, bank, device)
      await takeChanged(service, bank, device)
      const list = `/console/banks?bank=${bankVersionId}`
      const workshop = `/console/banks/workshop/${bank.program}`
      await as(service, { device, account: 'organizer' }, t, async (page) => {
        await open(t, page, service.url + list)
        const words = WORDS[device.locale]
        t.match(await page.locator('.bank-approval').textContent(), words.mine)
        t.equal(await page.locator('.bank-approval button').count(), 0, 'not by who added it')
        await sendBack(t, page, { url: service.url + workshop, device })
      })
      await as(service, { device, account: 'admin' }, t, async (page) => {
        await open(t, page, service.url + workshop)
        t.match(await page.locator('.amendment blockquote').textContent(), NOTE)
        t.equal(await page.locator('.amendment button').count(), 0, 'nothing is left to decide')
        await approve(t, page, { url: service.url + list, device })
      })
    })
  }
})

/** What the organizer adds: one item less, one changed. */
async function addChanged(service: DemoService, bank: Bank, device: Device): Promise<string> {
  const { deps } = service.application
  const [first, ...others] = bank.items
  const left = others.slice(0, -1).map((item) => ({ ...item, enemies: [] }))
  const stem = { 'zh-CN': `${device.width} 年前？`, en: `${device.width} years ago?` }
  const items = [{ ...first, stem, enemies: [] }, ...left]
  const actor = await personIdOf(deps, 'organizer')
  return addBankVersion(deps, actor, { document: { ...bank, items }, blueprints: [] })
}

/** What the administrator proposes: another title. */
async function takeChanged(service: DemoService, bank: Bank, device: Device): Promise<void> {
  const { deps } = service.application
  const actor = await personIdOf(deps, 'admin')
  const title = { 'zh-CN': `题库 ${device.width}`, en: `Bank ${device.width}` }
  await takeBank(deps, actor, { document: { ...bank, title }, note: '' })
}

async function sendBack(
  t: Test,
  page: Page,
  { url, device }: { readonly url: string; readonly device: Device },
): Promise<void> {
  await open(t, page, url)
  const words = WORDS[device.locale]
  await page.locator('.amendment').getByRole('button', { name: words.sendBack }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: words.sendBack })
  await confirm.click()
  t.ok(await dialog.isVisible(), 'without a note nothing is sent back')
  await dialog.getByLabel(words.note).fill(NOTE)
  await checkPage(t, page, 'sending back')
  await confirm.click()
  await page.locator('.amendment blockquote').waitFor()
  await checkPage(t, page, 'sent back')
}

async function approve(
  t: Test,
  page: Page,
  { url, device }: { readonly url: string; readonly device: Device },
): Promise<void> {
  await open(t, page, url)
  const words = WORDS[device.locale]
  await page.locator('.bank-approval').getByRole('button', { name: words.approve }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.bank-changes').waitFor()
  t.equal((await dialog.locator('.bank-changes li').count()) > 0, true, 'what is new is named')
  await dialog.locator('.bank-changes summary').first().click()
  await checkPage(t, page, 'approving')
  await dialog.getByRole('button', { name: words.approve }).click()
  await page.locator('.bank-approval .badge-open').waitFor()
  t.equal(await page.locator('.bank-approval button').count(), 0)
  await checkPage(t, page, 'approved')
}

async function as(
  service: DemoService,
  who: { readonly device: Device; readonly account: string },
  t: Test,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const { device, account } = who
  const page = await openSignedIn(t, service, { device, account })
  await act(page)
  await page.context().close()
}

async function open(t: Test, page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('main h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await checkPage(t, page, new URL(url).pathname)
}
