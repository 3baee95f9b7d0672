import axe from 'axe-core'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import type { Blueprint } from '../../src/domain/assembly/blueprint.ts'
import type { ExamRow, ExamView } from '../../src/domain/scheduling/views.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { aLaterDraft } from './fixtures/later-draft.ts'

t.setTimeout(240_000)

const DEVICES = [
  { locale: 'zh-CN', width: 390, height: 844 },
  { locale: 'en', width: 1280, height: 900 },
] as const
type Locale = (typeof DEVICES)[number]['locale']

const WORDS = {
  'zh-CN': {
    section: '每份试卷必须满足的要求',
    addType: '添加题型',
    least: '题型: 至少',
    exclude: '任何试卷都不用的题目',
    save: '保存草稿',
    saved: '已全部保存',
    forms: '试卷份数',
    assemble: '开始组卷',
    cancel: '取消',
    cancelled: '已取消',
    adaptive: '自适应',
    atMost: /最多 36 题/,
  },
  en: {
    section: 'What every form must keep',
    addType: 'Add a type',
    least: 'Item types: At least',
    exclude: 'Items no form has',
    save: 'Save draft',
    saved: 'Everything is saved',
    forms: 'Number of forms',
    assemble: 'Assemble forms',
    cancel: 'Cancel',
    cancelled: 'Cancelled.',
    adaptive: 'Adaptive',
    atMost: /At most 36 items/,
  },
} as const satisfies Record<Locale, unknown>

t.test('constraints and delivery are set in the builder and kept as entered', async (t) => {
  const service = await startDemoService(t)
  for (const device of DEVICES) {
    await t.test(`${device.locale} at ${device.width} px`, async (t) => {
      const before = await aLaterDraft(service)
      const page = await openSignedIn(t, service, { device, account: 'organizer' })
      page.setDefaultTimeout(20_000)
      await openDraft(page, service)
      const kept = () => blueprintOf(page)
      await setConstraints(t, page, { locale: device.locale, kept, before })
      await assembleForms(t, page, { locale: device.locale, kept, before })
      await chooseAdaptive(t, page, { locale: device.locale, kept, before })
      await page.context().close()
    })
  }
})

interface Step {
  readonly locale: Locale
  readonly before: Blueprint
  readonly kept: () => Promise<Blueprint>
}

async function setConstraints(t: Test, page: Page, { locale, kept, before }: Step): Promise<void> {
  const words = WORDS[locale]
  await page.getByText(words.section).click()
  await page.getByRole('button', { name: words.addType }).click()
  await page.getByRole('button', { name: words.save }).click()
  await page.locator('.constraint-row .mantine-InputWrapper-error').waitFor()
  t.same(await kept(), before, 'a row without a limit is not saved')
  await page.getByRole('textbox', { name: words.least }).fill('4')
  // By keyboard: typing narrows the list, arrow and Enter choose.
  await page.getByRole('combobox', { name: words.exclude }).fill('CC-002')
  await page.getByRole('option', { name: 'CC-002' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await save(page, locale)
  t.same(await kept(), {
    ...before,
    constraints: { types: [{ type: 'single-choice', min: 4 }], exclude: ['CC-002'] },
  })
  await checkPage(t, page, 'constraints')
}

async function assembleForms(t: Test, page: Page, { locale, kept, before }: Step): Promise<void> {
  const words = WORDS[locale]
  await page.locator('input[type=radio][value=fixed-forms]').check()
  await page.getByLabel(words.forms).fill('3')
  // So few forms are found at once: the order is held back until it has been cancelled.
  const orders = '**/api/exam-assemblies'
  await page.route(orders, () => {})
  await page.getByRole('button', { name: words.assemble }).click()
  await page.getByRole('button', { name: words.cancel }).click()
  await page.getByText(words.cancelled).waitFor()
  await page.unroute(orders)
  await page.getByRole('button', { name: words.assemble }).click()
  await page.locator('.assembled tbody tr').nth(3).waitFor({ timeout: 90_000 })
  await save(page, locale)
  const { delivery } = await kept()
  const forms = delivery?.mode === 'fixed-forms' ? delivery.forms : []
  const count = before.cells.reduce((sum, cell) => sum + cell.itemCount, 0)
  t.same(
    forms.map(({ items }) => new Set(items).size),
    [count, count, count],
    'three whole forms',
  )
  t.notOk(
    forms.some(({ items }) => items.includes('CC-002')),
    'none with the excluded item',
  )
  await checkPage(t, page, 'fixed forms')
  await page.locator('.cell-row input[inputmode]').first().fill('2')
  await page.locator('.delivery-fields .note').waitFor()
  await page.locator('.delivery-fields .field-findings li').first().waitFor()
  t.pass('forms that no longer fit are marked, and it says why')
  await page.locator('.cell-row input[inputmode]').first().fill('3')
}

async function chooseAdaptive(t: Test, page: Page, { locale, kept }: Step): Promise<void> {
  await page.locator('input[type=radio][value=adaptive]').check()
  await page.getByText(WORDS[locale].atMost).first().waitFor()
  await save(page, locale)
  const { delivery, constraints } = await kept()
  t.same(delivery, { mode: 'adaptive', fewestItems: 15, standardError: 0.35, randomesque: 5 })
  t.same(constraints, { exclude: ['CC-002'] }, 'the rest is set aside')
  await checkPage(t, page, 'adaptive')
}

async function save(page: Page, locale: Locale): Promise<void> {
  await page.getByRole('button', { name: WORDS[locale].save }).click()
  await page.getByText(WORDS[locale].saved).waitFor()
}

/** Opens the draft nobody has touched yet. */
async function openDraft(page: Page, service: DemoService): Promise<void> {
  const { exams } = await get<{ exams: ExamRow[] }>(page, '/api/exams')
  for (const { id } of exams) {
    const { blueprint } = await get<ExamView>(page, `/api/exams/${id}`)
    if (blueprint.delivery === undefined) await page.goto(`${service.url}/console/exams/${id}`)
  }
  await page.locator('main h1').first().waitFor()
}

async function blueprintOf(page: Page): Promise<Blueprint> {
  const id = /exams\/([0-9a-f-]{36})/.exec(page.url())?.[1]
  return (await get<ExamView>(page, `/api/exams/${id}`)).blueprint
}

async function get<T>(page: Page, path: string): Promise<T> {
  return (await (await page.request.get(new URL(path, page.url()).href)).json()) as T
}

async function checkPage(t: Test, page: Page, what: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map((v) => v.id))',
  )
  t.same(found, [], `${what}: axe finds nothing`)
  const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  t.ok(Number(wider) <= 0, `${what}: nothing reaches beyond the screen (${wider})`)
}
