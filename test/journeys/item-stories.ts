import type { Locator } from 'playwright-core'
import type { Item } from '../../src/domain/bank/item.ts'

export type Type = Item['type']
/** How the parts of a type are written in the form, and what they must then be. */
interface Story {
  readonly write: (form: Locator) => Promise<void>
  readonly own: Readonly<Record<string, unknown>>
  readonly change: (form: Locator) => Promise<void>
  readonly changed: Readonly<Record<string, unknown>>
}

/** A text in both languages, as `fillText` writes it. */
export const text = (word: string) => ({ 'zh-CN': `${word}（中）`, en: word })
export const part = (id: string, word: string) => ({ id, text: text(word) })
export const field = (form: Locator, label: string) => form.getByLabel(label, { exact: true })

export async function fillText(form: Locator, label: string, word: string): Promise<void> {
  await field(form, `${label} (中文)`).fill(`${word}（中）`)
  await field(form, `${label} (English)`).fill(word)
}

export async function fillParts(
  form: Locator,
  words: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [id, word] of Object.entries(words)) await fillText(form, id, word)
}

/** Works a button by the keyboard. */
export const press = (form: Locator, name: string) =>
  form.getByRole('button', { name, exact: true }).press('Enter')

const FOUR = { A: 'north', B: 'south', C: 'east', D: 'west' }
const FOUR_PARTS = Object.entries(FOUR).map(([id, word]) => part(id, word))

/** One item of each type, written in English and in Chinese. */
export const STORIES: Readonly<Record<Type, Story>> = {
  'single-choice': {
    write: async (form) => {
      await fillParts(form, FOUR)
      await press(form, 'Remove D')
      await form.getByRole('radio', { name: 'B: south' }).check()
    },
    own: { options: FOUR_PARTS.slice(0, 3), key: 'B' },
    change: async (form) => {
      await press(form, 'Remove B')
      await press(form, 'Add an option')
      await fillText(form, 'B', 'up')
      await form.getByRole('radio', { name: 'B: up' }).check()
    },
    changed: { options: [part('A', 'north'), part('C', 'east'), part('B', 'up')], key: 'B' },
  },
  'multiple-choice': {
    write: async (form) => {
      await fillParts(form, FOUR)
      await form.getByRole('checkbox', { name: 'D: west' }).check()
      await form.getByRole('checkbox', { name: 'A: north' }).check()
    },
    own: { options: FOUR_PARTS, key: ['A', 'D'] },
    change: async (form) => {
      await press(form, 'Move A down')
      await form.getByRole('checkbox', { name: 'D: west' }).uncheck()
    },
    changed: {
      options: ['B', 'A', 'C', 'D'].map((id) => FOUR_PARTS.find((each) => each.id === id)),
      key: ['A'],
    },
  },
  'true-false': {
    write: (form) => form.getByRole('radio', { name: 'False' }).check(),
    own: { key: false },
    change: (form) => form.getByRole('radio', { name: 'True' }).check(),
    changed: { key: true },
  },
  numeric: {
    write: async (form) => {
      await field(form, 'Value').fill('-12.5')
      await field(form, 'Tolerance, either side').fill('0.05')
      await fillText(form, 'unit', 'days')
    },
    own: { key: { value: -12.5, tolerance: 0.05 }, unit: text('days') },
    change: (form) => field(form, 'Value').fill('30'),
    changed: { key: { value: 30, tolerance: 0.05 }, unit: text('days') },
  },
  'short-text': {
    write: (form) =>
      form.getByLabel(/^Accepted wordings/).fill('居住权\n right of habitation \n\n'),
    own: { key: { accepted: ['居住权', 'right of habitation'] } },
    change: (form) => form.getByLabel(/^Accepted wordings/).fill('居住权'),
    changed: { key: { accepted: ['居住权'] } },
  },
  ordering: {
    write: async (form) => {
      await fillParts(form, { A: 'last', B: 'first', C: 'second' })
      const key = form.getByRole('group', { name: 'key' })
      await press(key, 'Move A down')
      // The button moved with its step and kept the focus: the same key again.
      await form.page().keyboard.press('Enter')
    },
    own: {
      options: [part('A', 'last'), part('B', 'first'), part('C', 'second')],
      key: ['B', 'C', 'A'],
    },
    change: async (form) => {
      await press(form, 'Add an option')
      await fillText(form, 'D', 'very last')
    },
    changed: {
      options: ['last', 'first', 'second', 'very last'].map((word, index) =>
        part('ABCD'.charAt(index), word),
      ),
      key: ['B', 'C', 'A', 'D'],
    },
  },
  matching: {
    write: async (form) => {
      await fillParts(form, { P1: 'cat', P2: 'dog', P3: 'cow' })
      await press(form, 'Remove P3')
      await fillParts(form, { A: 'barks', B: 'purrs', C: 'moos' })
      await field(form, 'P1: cat').selectOption('B')
      await field(form, 'P2: dog').selectOption('A')
    },
    own: {
      prompts: [part('P1', 'cat'), part('P2', 'dog')],
      options: [part('A', 'barks'), part('B', 'purrs'), part('C', 'moos')],
      key: { P1: 'B', P2: 'A' },
    },
    change: async (form) => {
      await press(form, 'Add a side to match')
      await fillText(form, 'P3', 'calf')
      await field(form, 'P3: calf').selectOption('C')
      await press(form, 'Move P1 down')
    },
    changed: {
      prompts: [part('P2', 'dog'), part('P1', 'cat'), part('P3', 'calf')],
      options: [part('A', 'barks'), part('B', 'purrs'), part('C', 'moos')],
      key: { P1: 'B', P2: 'A', P3: 'C' },
    },
  },
}
