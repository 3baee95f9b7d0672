import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { personIdOf } from '../../src/cli/demo/programme.ts'
import type { WorkshopItemView } from '../../src/domain/bank/workshop-views.ts'
import { proposeItems } from '../../src/workflows/propose-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage } from './check-page.ts'
import { text } from './item-stories.ts'

const BANK = new URL('../../question-banks/grassroots/bank.json', import.meta.url)
const DESK = { locale: 'en', width: 1280, height: 900 } as const

t.setTimeout(240_000)

t.test('what stands in the way of saving an item is told so that it can be mended', async (t) => {
  const service = await startDemoService(t)
  const { deps } = service.application
  const document = JSON.parse(await readFile(BANK, 'utf8'))
  const actor = await personIdOf(deps, 'admin')
  const { program } = await takeBank(deps, actor, { document, note: 'first' })
  const page = await signedIn(t, service)
  const place = { service, program }
  await t.test('nobody is overwritten unseen', (t) => beOvertaken(t, page, place))
  await t.test('many faults can be read by keyboard', (t) => readFaults(t, page, place))
})

interface Place {
  readonly service: DemoService
  readonly program: string
}

const formOf = (page: Page) => page.locator('.editor-form')
const stemOf = (form: Locator) => form.getByLabel('Stem (English)', { exact: true })
const addressOf = ({ service, program }: Place, id: string) =>
  `${service.url}/console/banks/workshop/${program}/${id}`

async function getItem(page: Page, { service, program }: Place, id: string) {
  const url = `${service.url}/api/workshops/${program}/items/${id}`
  const view = (await (await page.request.get(url)).json()) as WorkshopItemView
  return { view, content: view.revisions.at(-1)?.content }
}

async function save(page: Page): Promise<void> {
  await formOf(page).locator('button[type=submit]').press('Enter')
  await page.locator('.item-history').waitFor()
}

/** Somebody else saves a revision while this one is being written. */
async function beOvertaken(t: Test, page: Page, place: Place): Promise<void> {
  const id = 'CC-004'
  await page.goto(addressOf(place, id))
  await page.getByRole('button', { name: 'Write a new revision' }).click()
  const form = formOf(page)
  await stemOf(form).fill('My words')
  const { content, view } = await getItem(page, place, id)
  if (content === undefined) throw new Error(`${id} is not there`)
  const { deps } = place.service.application
  await proposeItems(deps, await personIdOf(deps, 'admin'), {
    program: place.program,
    items: [{ ...content, stem: text('Their words') }],
    note: '',
  })
  await form.locator('button[type=submit]').press('Enter')
  await form.getByText('Somebody else saved this item first').waitFor()
  t.equal(await stemOf(form).inputValue(), 'My words', 'nothing written is lost')
  const theirs = await getItem(page, place, id)
  t.equal(theirs.view.revision, view.revision + 1)
  t.strictSame(theirs.content?.stem, text('Their words'), 'nothing of theirs is overwritten')
  await checkPage(t, page, 'overtaken')
  const opening = page.context().waitForEvent('page')
  await form.getByRole('link', { name: `Open ${id} in a new tab` }).click()
  const other = await opening
  await other.locator('.item-history').waitFor()
  t.match(await other.locator('main').textContent(), 'Their words', 'what there is to compare')
  await other.close()
  await save(page)
  const mine = await getItem(page, place, id)
  t.equal(mine.view.revision, view.revision + 2)
  t.equal(mine.content?.stem.en, 'My words', 'after it was told, it is a revision of its own')
}

/** More faults than the list has room for. */
async function readFaults(t: Test, page: Page, place: Place): Promise<void> {
  await page.goto(addressOf(place, 'CC-005'))
  const { content } = await getItem(page, place, 'CC-005')
  await page.getByRole('button', { name: 'Write a new revision' }).click()
  const form = formOf(page)
  await stemOf(form).fill('What has twelve faults?')
  const errors = Array.from({ length: 12 }, (_, index) => ({
    pointer: `/items/0/options/${index}/text/zh-CN`,
    detail: 'must be a text that says something, which this one does not',
  }))
  const problem = { type: '/problems/invalid-input', title: 'Invalid input', status: 422, errors }
  await page.route(
    `**/api/workshops/${place.program}/items`,
    (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({ ...problem, detail: 'twelve faults', requestId: 'r' }),
      }),
    { times: 1 },
  )
  for (const height of [900, 500]) {
    await page.setViewportSize({ width: DESK.width, height })
    if (height === 900) await form.locator('button[type=submit]').press('Enter')
    const list = page.getByRole('region', { name: 'Findings: 12' })
    await list.waitFor()
    t.equal(await list.locator('li').count(), 12)
    await list.focus()
    await page.keyboard.press('Home')
    await page.waitForTimeout(500)
    await page.keyboard.press('End')
    await page.waitForTimeout(500)
    const scrolled = 'document.querySelector(".editor-form .scroll-region").scrollTop'
    t.ok(Number(await page.evaluate(scrolled)) > 0, 'it scrolls by keyboard')
    await checkPage(t, page, 'twelve faults')
  }
  await page.setViewportSize({ width: DESK.width, height: DESK.height })
  t.strictSame((await getItem(page, place, 'CC-005')).content, content)
  page.once('dialog', (dialog) => void dialog.accept())
  await form.getByRole('button', { name: 'Cancel' }).click()
}

async function signedIn(t: Test, service: DemoService): Promise<Page> {
  const page = await openSignedIn(t, service, { device: DESK, account: 'organizer' })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => t.fail(error.message))
  return page
}
