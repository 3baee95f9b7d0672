import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { personIdOf } from '../../src/cli/demo/programme.ts'
import { type Item, Picture } from '../../src/domain/bank/item.ts'
import type { WorkshopItemView } from '../../src/domain/bank/workshop-views.ts'
import { proposeItems } from '../../src/workflows/propose-items.ts'
import { takeBank } from '../../src/workflows/take-bank.ts'
import { type DemoService, startDemoService } from '../support/demo-service.ts'
import { openSignedIn } from '../support/open-signed-in.ts'
import { checkPage, violationsOn } from './check-page.ts'
import {
  field,
  fillParts,
  fillText,
  part,
  press,
  STORIES,
  type Type,
  text,
} from './item-stories.ts'

const BANK = new URL('../../question-banks/grassroots/bank.json', import.meta.url)
const DESK = { locale: 'en', width: 1280, height: 900 } as const
const PHONE = { locale: 'zh-CN', width: 390, height: 844 } as const
/** One red and one blue pixel. */
const RED =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
const BLUE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC'

t.setTimeout(400_000)

/** What every story writes besides, and what it must then be. */
async function writeCommon(form: Locator, type: Type): Promise<void> {
  await fillText(form, 'Stem', `A new ${type} item`)
  await fillText(form, 'Why', 'because')
  await fillText(form, 'Title', 'A law')
  await fillText(form, 'Provision', 'Article 1')
  await field(form, 'Address (https)').fill('https://law.example/1')
  await field(form, 'Checked on').fill('2026-11-20')
  await field(form, 'Level').selectOption('apply')
  await form.getByLabel('Material', { exact: true }).selectOption('CC-S1')
}

const commonOf = (type: Type, id: string) => ({
  id,
  type,
  competency: 'civil-code',
  level: 'apply',
  posts: [],
  stem: text(`A new ${type} item`),
  rationale: text('because'),
  source: {
    title: text('A law'),
    provision: text('Article 1'),
    url: 'https://law.example/1',
    checkedOn: '2026-11-20',
  },
  enemies: [],
  stimulus: 'CC-S1',
})

t.test('items of every type are written and changed in the browser', async (t) => {
  const service = await startDemoService(t)
  const { deps } = service.application
  const document = JSON.parse(await readFile(BANK, 'utf8'))
  const actor = await personIdOf(deps, 'admin')
  const { program } = await takeBank(deps, actor, { document, note: 'first' })
  const place = { service, program }
  const desk = await signedIn(t, service, DESK)
  for (const type of Object.keys(STORIES) as Type[]) {
    await t.test(`a ${type} item`, (t) => writeAndChange(t, desk, { ...place, type }))
  }
  await t.test('what is missing stands at its field', (t) => showFaults(t, desk, place))
  await t.test('ids are suggested, and taken ones not used', (t) => chooseId(t, desk, place))
  await t.test('pictures are checked, described and ordered', (t) => addPictures(t, desk, place))
  await t.test('a type is changed after a warning', (t) => changeType(t, desk, place))
  await t.test('written things are not lost unasked', (t) => leave(t, desk, place))
  const phone = await signedIn(t, service, PHONE)
  for (const type of Object.keys(STORIES) as Type[]) {
    await t.test(`a ${type} item on a phone`, async (t) => {
      await openNew(phone, place)
      await phone.getByLabel('题型', { exact: true }).selectOption(type)
      await checkPage(t, phone, `${type} at 390 px`)
    })
  }
})

interface Place {
  readonly service: DemoService
  readonly program: string
}

const formOf = (page: Page) => page.locator('.editor-form')

async function openNew(page: Page, { service, program }: Place): Promise<Locator> {
  await page.goto(`${service.url}/console/banks/workshop/${program}?write=new`)
  const form = formOf(page)
  await form.waitFor()
  return form
}

async function save(page: Page): Promise<void> {
  await formOf(page).locator('button[type=submit]').press('Enter')
  await page.locator('.item-history').waitFor()
}

async function getItem(page: Page, { service, program }: Place, id: string) {
  const url = `${service.url}/api/workshops/${program}/items/${id}`
  const view = (await (await page.request.get(url)).json()) as WorkshopItemView
  return { view, content: view.revisions.at(-1)?.content }
}

async function writeAndChange(
  t: Test,
  page: Page,
  { type, ...place }: Place & { readonly type: Type },
): Promise<void> {
  const { write, own, change, changed } = STORIES[type]
  const form = await openNew(page, place)
  const id = await field(form, 'Id').inputValue()
  await field(form, 'Type').selectOption(type)
  await writeCommon(form, type)
  await write(form)
  await checkPage(t, page, `a new ${type} item`)
  for (const language of ['zh-CN', 'en'] as const) {
    const seen = page.locator(`.editor-preview .seen[lang=${language}]`)
    t.match(await seen.textContent(), text(`A new ${type} item`)[language], 'seen while written')
  }
  await save(page)
  const { view, content } = await getItem(page, place, id)
  t.strictSame(content, { ...commonOf(type, id), ...own }, 'exactly what was entered')
  t.match(view, { revision: 1, state: 'draft', mine: true })
  t.notOk(view.acts.includes('reviewed'), 'not to be reviewed by who wrote it')
  await page.getByRole('button', { name: 'Write a new revision' }).click()
  await change(formOf(page))
  await save(page)
  const after = await getItem(page, place, id)
  t.strictSame(after.content, { ...commonOf(type, id), ...changed }, 'exactly what was changed')
  t.equal(after.view.revision, 2)
}

async function showFaults(t: Test, page: Page, place: Place): Promise<void> {
  const form = await openNew(page, place)
  await field(form, 'Stem (English)').fill('Only this')
  await form.locator('button[type=submit]').click()
  await form.locator('[role=alert]').waitFor()
  const empty = [
    'Stem (中文)',
    'Why (中文)',
    'Why (English)',
    'Title (中文)',
    'Provision (English)',
  ]
  for (const label of [...empty, 'A (中文)', 'D (English)', 'Checked on']) {
    t.equal(await field(form, label).getAttribute('aria-invalid'), 'true', label)
  }
  t.equal(await field(form, 'Stem (English)').getAttribute('aria-invalid'), null)
  const key = form.getByRole('group', { name: 'key' })
  t.match(await key.textContent(), 'Please fill this in.', 'that no option is right')
  t.equal(await form.locator('[aria-invalid=true]').first().getAttribute('id'), await focused(page))
  await checkPage(t, page, 'faults')
  await field(form, 'Type').selectOption('numeric')
  await writeCommon(form, 'numeric')
  await STORIES.numeric.write(form)
  await field(form, 'Address (https)').fill('http://law.example')
  await field(form, 'Tolerance, either side').fill('-1')
  await field(form, 'Never together with').fill('CC-001, ?')
  await form.locator('button[type=submit]').click()
  for (const label of ['Address (https)', 'Tolerance, either side', 'Never together with']) {
    await form.locator('[role=alert]').waitFor()
    t.equal(await field(form, label).getAttribute('aria-invalid'), 'true', label)
  }
  await checkPage(t, page, 'faults that the service found')
}

const focused = (page: Page) => page.locator(':focus').getAttribute('id')

async function chooseId(t: Test, page: Page, place: Place): Promise<void> {
  const form = await openNew(page, place)
  const id = field(form, 'Id')
  await field(form, 'Competency').selectOption('lawful-administration')
  t.equal(await id.inputValue(), 'LA-031', 'the suggestion follows the competency')
  await id.fill('LA-030')
  t.equal(await id.getAttribute('aria-invalid'), 'true', 'taken')
  await form.locator('button[type=submit]').click()
  t.equal((await getItem(page, place, 'LA-030')).view.revision, 1, 'the other item is as it was')
  await writeCommon(form, 'true-false')
  await field(form, 'Type').selectOption('true-false')
  await form.getByRole('radio', { name: 'True' }).check()
  await id.fill('LA 31')
  await form.locator('button[type=submit]').click()
  await form.locator('[role=alert]').waitFor()
  t.match(await form.textContent(), 'begin with a letter or a digit')
  // Somebody else takes the id while this page is open.
  const { deps } = place.service.application
  await id.fill('LA-099')
  const [item] = JSON.parse(await readFile(BANK, 'utf8')).items
  await proposeItems(deps, await personIdOf(deps, 'admin'), {
    program: place.program,
    items: [{ ...item, id: 'LA-099' }],
    note: '',
  })
  await form.locator('button[type=submit]').click()
  await form.getByText('Another item has this id.').waitFor()
  t.equal((await getItem(page, place, 'LA-099')).view.revision, 1)
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer })

async function addPictures(t: Test, page: Page, place: Place): Promise<void> {
  const form = await openNew(page, place)
  const id = await field(form, 'Id').inputValue()
  await field(form, 'Type').selectOption('true-false')
  await writeCommon(form, 'true-false')
  await form.getByRole('radio', { name: 'True' }).check()
  const input = form.locator('input[type=file]')
  const { maxLength: most = 0 } = Picture.properties.base64 as { readonly maxLength?: number }
  const large = Buffer.alloc((most / 4) * 3 + 1)
  await input.setInputFiles(file('large.png', large))
  await form.getByText('larger than 750 kB').waitFor()
  await input.setInputFiles(file('page.png', Buffer.from('<svg xmlns="…"></svg> no picture')))
  await form.getByText('not a PNG, JPEG, GIF or WebP').waitFor()
  await input.setInputFiles(file('red.png', Buffer.from(RED, 'base64')))
  await fillText(form, 'What picture 1 shows, for those who cannot see it', 'red')
  await input.setInputFiles(file('red.png', Buffer.from(RED, 'base64')))
  await form.getByText('already has this picture').waitFor()
  await input.setInputFiles(file('blue.png', Buffer.from(BLUE, 'base64')))
  await form.getByRole('button', { name: 'Remove picture 2' }).waitFor()
  await form.locator('button[type=submit]').click()
  await form.locator('[role=alert]').waitFor()
  const described = field(form, 'What picture 2 shows, for those who cannot see it (English)')
  t.equal(await described.getAttribute('aria-invalid'), 'true', 'a picture needs its description')
  await fillText(form, 'What picture 2 shows, for those who cannot see it', 'blue')
  await press(form, 'Move Picture 2 up')
  await checkPage(t, page, 'pictures')
  await save(page)
  const { content } = await getItem(page, place, id)
  t.strictSame(content?.pictures, [
    { mediaType: 'image/png', base64: BLUE, alt: text('blue') },
    { mediaType: 'image/png', base64: RED, alt: text('red') },
  ])
  await page.getByRole('button', { name: 'Write a new revision' }).click()
  await press(form, 'Remove picture 2')
  await press(form, 'Remove picture 1')
  await save(page)
  t.notOk('pictures' in ((await getItem(page, place, id)).content ?? {}), 'no empty list is left')
}

async function changeType(t: Test, page: Page, place: Place): Promise<void> {
  await page.goto(`${place.service.url}/console/banks/workshop/${place.program}/CC-001`)
  await page.getByRole('button', { name: 'Write a new revision' }).click()
  const form = formOf(page)
  const before = (await getItem(page, place, 'CC-001')).content as SingleChoice
  await field(form, 'Type').selectOption('multiple-choice')
  const right = form.getByRole('group', { name: 'key' }).getByRole('checkbox', { checked: true })
  t.equal(await right.count(), 1, 'the right option stays right, and nothing is asked')
  await field(form, 'Type').selectOption('numeric')
  await declineLoss(t, page, 'options and key')
  t.equal(await field(form, 'Type').inputValue(), 'multiple-choice', 'as it was')
  await field(form, 'Type').selectOption('matching')
  await page.getByRole('dialog').getByText('key').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Change the type' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await fillParts(form, { P1: 'one', P2: 'two', P3: 'three' })
  for (const prompt of ['P1: one', 'P2: two', 'P3: three']) {
    await field(form, prompt).selectOption('A')
  }
  await save(page)
  const { type: _, key: __, parameters: ___, timeParameters: ____, ...kept } = before
  t.strictSame((await getItem(page, place, 'CC-001')).content, {
    ...kept,
    type: 'matching',
    prompts: [part('P1', 'one'), part('P2', 'two'), part('P3', 'three')],
    key: { P1: 'A', P2: 'A', P3: 'A' },
  })
}

type SingleChoice = Extract<Item, { type: 'single-choice' }>

async function declineLoss(t: Test, page: Page, named: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText(named).waitFor()
  t.strictSame(await violationsOn(page), [], 'axe finds nothing in the question')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function leave(t: Test, page: Page, place: Place): Promise<void> {
  const form = await openNew(page, place)
  await field(form, 'Stem (English)').fill('Not saved yet')
  let asked = 0
  const refuse = (dialog: { dismiss: () => Promise<void> }): void => {
    asked += 1
    void dialog.dismiss()
  }
  page.on('dialog', refuse)
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'All items of the program' }).click()
  t.equal(asked, 2, 'by the button and by a link')
  t.equal(await field(form, 'Stem (English)').inputValue(), 'Not saved yet')
  page.off('dialog', refuse)
  page.once('dialog', (dialog) => void dialog.accept())
  await form.getByRole('button', { name: 'Cancel' }).click()
  await form.waitFor({ state: 'detached' })
}

async function signedIn(
  t: Test,
  service: DemoService,
  device: typeof DESK | typeof PHONE,
): Promise<Page> {
  const page = await openSignedIn(t, service, { device, account: 'organizer' })
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => t.fail(error.message))
  return page
}
