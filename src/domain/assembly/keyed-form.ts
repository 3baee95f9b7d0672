import { type Static, Type } from 'typebox'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import type { AmendedKeys } from '../measurement/key-amendment.ts'
import { LocalizedText } from '../text.ts'
import { type Form, FormCertificate } from './form.ts'
import { presentForm } from './present-form.ts'
import { PresentedForm, PresentedItem } from './presented-form.ts'

const closed = { additionalProperties: false } as const
const Ids = Type.Array(Type.String())

/** What is right on one form; options and prompts by the numbers they have there. */
export const PresentedKey = Type.Union([
  Type.Object({ kind: Type.Literal('options'), options: Ids }, closed),
  Type.Object({ kind: Type.Literal('order'), options: Ids }, closed),
  Type.Object(
    {
      kind: Type.Literal('pairs'),
      pairs: Type.Array(Type.Object({ prompt: Type.String(), option: Type.String() }, closed)),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('truth'), value: Type.Boolean() }, closed),
  Type.Object(
    { kind: Type.Literal('number'), value: Type.Number(), tolerance: Type.Number() },
    closed,
  ),
  Type.Object({ kind: Type.Literal('texts'), accepted: Type.Array(Type.String()) }, closed),
])
export type PresentedKey = Static<typeof PresentedKey>

/** An item as its candidate saw it, with what the organizer knows about it. */
export const KeyedItem = Type.Object(
  {
    ...PresentedItem.properties,
    bankItemId: Type.String(),
    /** Every answer that counts as right; none where the item counts for nobody. */
    keys: Type.Array(PresentedKey),
    rationale: LocalizedText,
  },
  closed,
)
export type KeyedItem = Static<typeof KeyedItem>

/** A form with its key; never for candidates. */
export const KeyedForm = Type.Object(
  {
    items: Type.Array(KeyedItem),
    stimuli: PresentedForm.properties.stimuli,
    certificate: FormCertificate,
    digest: Type.String(),
  },
  closed,
)
export type KeyedForm = Static<typeof KeyedForm>

/**
 * The form as its candidate sees it, item by item with what counts as right by now and why.
 * @throws Error when the bank lacks an item of the form
 */
export function keyedForm(form: Form, bank: Bank, amended: AmendedKeys = new Map()): KeyedForm {
  const { certificate, digest } = form
  return { ...keyedItems(form, bank, amended), certificate, digest }
}

/** The same of items that were put together for no exam, such as those a panel of judges rates. */
export function keyedItems(
  form: Pick<Form, 'items'>,
  bank: Bank,
  amended: AmendedKeys = new Map(),
): Pick<KeyedForm, 'items' | 'stimuli'> {
  const { items, stimuli } = presentForm(form, bank)
  return {
    items: items.map((presented, index): KeyedItem => {
      const item = indexOf(bank).items.get(form.items[index]?.item ?? '')
      if (!item) throw new Error(`the item at place ${index + 1} of a form is not in its bank`)
      return {
        ...presented,
        bankItemId: item.id,
        keys: keysOf(item, amended).map((right) => keyOn(form, right)),
        rationale: item.rationale,
      }
    }),
    stimuli,
  }
}

/** The item once for each of its right answers. */
function keysOf(item: Item, amended: AmendedKeys): readonly Item[] {
  const accepted = amended.get(item.id)
  return accepted === undefined ? [item] : (accepted ?? [])
}

function keyOn(form: Pick<Form, 'items'>, item: Item): PresentedKey {
  const numberOf = (id: string, side: 'options' | 'prompts' = 'options'): string => {
    const placed = form.items.find((one) => one.item === item.id)?.[side] ?? []
    if (!placed.includes(id)) throw new Error(`${item.id} has no ${id} on this form`)
    return String(placed.indexOf(id) + 1)
  }
  switch (item.type) {
    case 'single-choice':
      return { kind: 'options', options: [numberOf(item.key)] }
    case 'multiple-choice':
      return { kind: 'options', options: item.key.map((id) => numberOf(id)).sort(byNumber) }
    case 'ordering':
      return { kind: 'order', options: item.key.map((id) => numberOf(id)) }
    case 'matching': {
      const pairs = Object.entries(item.key).map(([prompt, option]) => ({
        prompt: numberOf(prompt, 'prompts'),
        option: numberOf(option),
      }))
      return { kind: 'pairs', pairs: pairs.sort((a, b) => byNumber(a.prompt, b.prompt)) }
    }
    case 'true-false':
      return { kind: 'truth', value: item.key }
    case 'numeric':
      return { kind: 'number', ...item.key }
    case 'short-text':
      return { kind: 'texts', accepted: [...item.key.accepted] }
  }
}

function byNumber(left: string, right: string): number {
  return Number(left) - Number(right)
}
