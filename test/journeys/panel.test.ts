import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { en } from '../../src/web/console/catalogue/en.ts'
import { zhCn } from '../../src/web/console/catalogue/zh-cn.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'

/** One method a device: most pages are those of both, and booklets need the room more. */
const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844, scheme: 'light', method: 'bookmark' },
  { locale: 'en', width: 1280, height: 900, scheme: 'dark', method: 'angoff' },
] as const
type Device = (typeof DEVICES)[number]
type Key = keyof typeof en

const ITEMS = 5
/** A judge's percentage for a field: later items are harder, higher levels reach more. */
const percentOf = (place: number, levels: number): number =>
  70 - 5 * Math.floor(place / levels) + 10 * (place % levels)

t.setTimeout(300_000)

t.test('a panel sets a cut: begun, judged, concluded, signed by another', async (t) => {
  const service = await startDemoService(t)
  for (const device of DEVICES) {
    await t.test(`${device.method}, ${device.locale} at ${device.width} px`, async (t) => {
      const say = (key: Key, values: Readonly<Record<string, string>> = {}): string => {
        const text: string = device.locale === 'en' ? en[key] : zhCn[key]
        return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
      }
      const story: Story = { t, service, device, say, method: device.method }
      const path = await begin(story)
      const rate = device.method === 'angoff' ? judge : mark
      await rate(story, path, 'cadre')
      await rate(story, path, 'adviser')
      await conclude(story, path)
      await sign(story, path)
    })
  }
})

interface Story {
  readonly t: Test
  readonly service: DemoService
  readonly device: Device
  readonly method: 'angoff' | 'bookmark'
  readonly say: (key: Key, values?: Readonly<Record<string, string>>) => string
}

/** Begins the panel, invites two judges, opens the round; where the panel's page is. */
function begin(story: Story): Promise<string> {
  const { t, say, service } = story
  return as(story, 'organizer', async (page) => {
    await open(story, page, '/console/panels')
    await page.getByRole('link', { name: say('panels.new') }).click()
    await page.getByLabel(say('panel.new.title.zh')).fill('便民服务合格线')
    await page.getByLabel(say('panel.new.title.en')).fill('The cut for counter work')
    await page.getByLabel(say('panel.new.borderline.zh')).fill('刚好能独立办理常见事项的人')
    await page.getByLabel(say('panel.new.borderline.en')).fill('Handles common cases unaided')
    await page.getByLabel(say('panel.new.items')).fill(String(ITEMS))
    await page.getByLabel(say('panel.method'), { exact: true }).selectOption(story.method)
    await look(story, page, 'new')
    await page.getByRole('button', { name: say('panel.new.do') }).click()
    await page.getByLabel(say('panel.invite')).fill('cadre, adviser')
    await page.getByRole('button', { name: say('panel.invite.do'), exact: true }).click()
    await page.locator('.panel-judges li').nth(1).waitFor()
    await turn(page, say('panel.round.open', { round: '1' }))
    await page.locator('.panel-progress').first().waitFor()
    await look(story, page, 'begun')
    t.equal(await page.locator('.panel-level').count(), 0, 'nothing is shown of an open round')
    return page.url().slice(service.url.length)
  })
}

/** Rates every item from the keyboard: a number, Enter, the next. */
async function judge(story: Story, path: string, account: string): Promise<void> {
  const { t, say } = story
  await as(story, account, async (page) => {
    await open(story, page, path.replace('/panels/', '/panels/mine/'))
    const fields = page.locator('.rate-fields input')
    const asked = await fields.count()
    t.equal(asked % ITEMS, 0, `${asked} fields`)
    await fields.first().focus()
    for (let place = 0; place < asked; place += 1) {
      await page.keyboard.type(String(percentOf(place, asked / ITEMS)))
      await page.keyboard.press('Enter')
    }
    await page.getByText(say('rate.done')).waitFor()
    await page.getByText(say('rate.saving.saved')).waitFor()
    await look(story, page, `judged by ${account}`)
    await page.evaluate("history.pushState(null, '', '/console/')")
    await page.locator('.my-panels a').first().waitFor()
    await page.goBack()
    await fields.first().waitFor()
    t.match(await fields.first().inputValue(), /^70/, 'who comes back finds what was given')
    await page.reload()
    await fields.first().waitFor()
    t.match(await fields.first().inputValue(), /^70/, 'what was given is kept')
  })
}

/** Places each level's bookmark from the keyboard: arrows to the place, Enter; then moves one. */
async function mark(story: Story, path: string, account: string): Promise<void> {
  const { t, say } = story
  await as(story, account, async (page) => {
    await open(story, page, path.replace('/panels/', '/panels/mine/'))
    const levels = await page.locator('.bookmark-fields select').count()
    for (let level = 0; level < levels; level += 1) {
      const steps = Math.floor((level * ITEMS) / Math.max(1, levels - 1))
      await page.locator('.bookmark-places').first().locator('button').nth(level).focus()
      for (let step = 0; step < steps; step += 1) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    }
    await page.getByText(say('bookmark.done')).waitFor()
    const first = page.locator('.bookmark-fields select').first()
    t.equal(await first.inputValue(), '1')
    if (account === 'adviser') await first.selectOption('2')
    await page.getByText(say('rate.saving.saved')).waitFor()
    await look(story, page, `marked by ${account}`)
    await page.reload()
    await first.waitFor()
    t.equal(await first.inputValue(), account === 'adviser' ? '2' : '1', 'what was placed is kept')
    t.equal(await page.locator('.bookmark-places [aria-pressed=true]').count(), levels)
  })
}

async function conclude(story: Story, path: string): Promise<void> {
  const { t, say } = story
  await as(story, 'organizer', async (page) => {
    await open(story, page, path)
    await turn(page, say('panel.round.close', { round: '1' }))
    await page.locator('.panel-level').first().waitFor()
    await look(story, page, 'results')
    await page.getByRole('button', { name: say('panel.conclude.do'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: say('panel.conclude.do') }).click()
    await page.locator('.panel-conclusion').waitFor()
    await dialog.waitFor({ state: 'hidden' })
    t.equal(
      await page.getByRole('button', { name: say('panel.sign') }).count(),
      0,
      'not by who did',
    )
    await look(story, page, 'concluded')
  })
  await as(story, 'cadre', async (page) => {
    await open(story, page, path.replace('/panels/', '/panels/mine/'))
    const own = say(story.method === 'angoff' ? 'rate.own-cut' : 'bookmark.own')
    await page.getByText(own).first().waitFor()
    await look(story, page, 'feedback')
    await open(story, page, '/console')
    t.equal((await page.locator('.my-panels a').count()) > 0, true, 'judges without a role find it')
  })
}

async function sign(story: Story, path: string): Promise<void> {
  const { say, t } = story
  await as(story, 'admin', async (page) => {
    await open(story, page, path)
    await page.getByRole('button', { name: say('panel.sign'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    await look(story, page, 'signing')
    await dialog.getByRole('button', { name: say('panel.sign'), exact: true }).click()
    await page.getByText(say('panel.conclusion.signed'), { exact: true }).first().waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await look(story, page, 'signed')
    await open(story, page, '/console/panels')
  })
  await as(story, 'organizer', async (page) => {
    await open(story, page, '/console/exams/new')
    const basis = page.getByLabel(say('builder.basis.panel'))
    await basis.waitFor()
    const options = await basis.locator('option').count()
    t.ok(options >= 2, 'the builder offers the signed panel')
    await basis.selectOption({ index: 1 })
    await look(story, page, 'builder')
  })
}

async function turn(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: words }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: words }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function as<Result>(
  { t, service, device }: Story,
  account: string,
  act: (page: Page) => Promise<Result>,
): Promise<Result> {
  const page = await openSignedIn(t, service, { device, account })
  const result = await act(page)
  await page.context().close()
  return result
}

async function open(story: Story, page: Page, path: string): Promise<void> {
  await page.goto(story.service.url + path)
  await page.locator('main h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await look(story, page, path)
}

/** Nothing for axe to find, nothing wider than the screen; a picture where one is asked for. */
async function look({ t, device, method }: Story, page: Page, what: string): Promise<void> {
  await checkPage(t, page, what)
  const folder = process.env['SHOTS']
  if (!folder) return
  await mkdir(folder, { recursive: true })
  const name = what.replaceAll(/[^a-z0-9]+/gi, '-').slice(-30)
  await page.screenshot({
    path: `${folder}/${device.locale}-${method}-${name}.png`,
    fullPage: true,
  })
}
