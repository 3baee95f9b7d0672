import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item } from '../bank/item.ts'
import type { ResponseValue } from '../bank/response-value.ts'
import { fitsItem } from '../measurement/score-response.ts'
import { Refusal } from '../refusal.ts'
import type { Form, FormItem } from './form.ts'
import type { PresentedForm, PresentedItem } from './presented-form.ts'

/*
 * Presented ids say nothing but a place on this one form: items are q1, q2, ..., options and
 * prompts 1, 2, ..., stimuli s1, s2, ... Two candidates cannot tell each other "it is C".
 */

/** All that leaves the server: no key, no parameters, no bank ids. */
export function presentForm(form: Pick<Form, 'items'>, bank: Bank): PresentedForm {
  const stimulusIds = stimuliInOrder(form, bank)
  const items = form.items.map((placed, index): PresentedItem => {
    const item = bankItem(bank, placed.item)
    return {
      itemId: presentedItemId(index + 1),
      position: index + 1,
      type: item.type,
      stem: item.stem,
      ...(item.pictures === undefined ? {} : { pictures: item.pictures }),
      options: presentAll(placed.options, 'options' in item ? item.options : []),
      prompts: presentAll(placed.prompts, item.type === 'matching' ? item.prompts : []),
      unit: item.type === 'numeric' ? item.unit : null,
      stimulusId:
        item.stimulus === undefined ? null : presentedStimulusId(stimulusIds, item.stimulus),
    }
  })
  const stimuli = stimulusIds.flatMap((id) => {
    const stimulus = indexOf(bank).stimuli.get(id)
    if (!stimulus) return []
    const { title, text } = stimulus
    return [{ id: presentedStimulusId(stimulusIds, id), title, text }]
  })
  return { items, stimuli }
}

/** Presented id of the item at a position (from 1). */
export function presentedItemId(position: number): string {
  return `q${position}`
}

/** The bank id behind a presented item id; refused when the form has no such item. */
export function bankItemId(form: Form, presentedId: string): string {
  const position = /^q([1-9]\d{0,4})$/.exec(presentedId)?.[1]
  const placed = position === undefined ? undefined : form.items[Number(position) - 1]
  if (!placed) throw new Refusal('item-not-on-form', `the form has no item ${presentedId}`)
  return placed.item
}

/**
 * A presented answer in the bank's terms; `itemId` is the bank's. Refused when the item is not
 * on the form or the value can't belong to it.
 */
export function toBankValue(
  form: Form,
  bank: Bank,
  itemId: string,
  presentedValue: ResponseValue,
): ResponseValue {
  const placed = placedItem(form, itemId)
  const item = bankItem(bank, itemId)
  const value = mapIds(item, presentedValue, {
    option: (id) => bankId(placed.options, id),
    prompt: (id) => bankId(placed.prompts, id),
  })
  const misfit = fitsItem(item, value)
  if (misfit !== null) throw new Refusal('value-not-for-item', `the item ${misfit}`)
  return value
}

/** The inverse: a kept answer as the candidate's browser knows it. */
export function toPresentedValue(
  form: Form,
  bank: Bank,
  itemId: string,
  value: ResponseValue,
): ResponseValue {
  const placed = placedItem(form, itemId)
  return mapIds(bankItem(bank, itemId), value, {
    option: (id) => presentedId(placed.options, id),
    prompt: (id) => presentedId(placed.prompts, id),
  })
}

interface IdMaps {
  readonly option: (id: string) => string
  readonly prompt: (id: string) => string
}

/** Maps the ids within a value of the item's type; leaves any other value as it is. */
function mapIds(item: Item, value: ResponseValue, maps: IdMaps): ResponseValue {
  switch (item.type) {
    case 'single-choice':
      return typeof value === 'string' ? maps.option(value) : value
    case 'multiple-choice':
    case 'ordering':
      return Array.isArray(value) ? value.map(maps.option) : value
    case 'matching': {
      const isPairs = typeof value === 'object' && value !== null && !Array.isArray(value)
      if (!isPairs) return value
      const pairs = Object.entries(value)
      return Object.fromEntries(
        pairs.map(([prompt, option]) => [maps.prompt(prompt), maps.option(option)]),
      )
    }
    default:
      return value
  }
}

function bankId(ids: readonly string[], presented: string): string {
  const id = /^[1-9]\d{0,2}$/.test(presented) ? ids[Number(presented) - 1] : undefined
  if (id === undefined)
    throw new Refusal('value-not-for-item', `the item has no option ${presented}`)
  return id
}

function presentedId(ids: readonly string[], id: string): string {
  const index = ids.indexOf(id)
  if (index < 0) throw new Refusal('value-not-for-item', 'a kept answer names an unknown option')
  return String(index + 1)
}

function presentAll(
  order: readonly string[],
  options: readonly { readonly id: string; readonly text: PresentedItem['stem'] }[],
): PresentedItem['options'] {
  return order.flatMap((id, index) => {
    const option = options.find((each) => each.id === id)
    return option ? [{ id: String(index + 1), text: option.text }] : []
  })
}

function stimuliInOrder(form: Pick<Form, 'items'>, bank: Bank): string[] {
  return [...new Set(form.items.flatMap(({ item }) => bankItem(bank, item).stimulus ?? []))]
}

function presentedStimulusId(stimulusIds: readonly string[], id: string): string {
  return `s${stimulusIds.indexOf(id) + 1}`
}

function placedItem(form: Form, itemId: string): FormItem {
  const placed = form.items.find(({ item }) => item === itemId)
  if (!placed) throw new Refusal('item-not-on-form', 'the item is not on the form')
  return placed
}

/** A form whose bank lacks an item is a fault of ours, not of a caller. */
function bankItem(bank: Bank, itemId: string): Item {
  const item = indexOf(bank).items.get(itemId)
  if (!item) throw new Error(`item ${itemId} of a form is not in its bank`)
  return item
}
