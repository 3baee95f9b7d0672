import type { Item } from '../bank/item.ts'
import { seededRandom, shuffle } from '../random.ts'
import { compareText } from '../text.ts'
import type { FormItem } from './form.ts'

/**
 * The order of the items and of their options. Items of one stimulus stand next to each other.
 * Every order has its own stream, named by the item: a further item changes no other's place
 * relative to the rest, nor its options, except where key positions are balanced.
 */
export function arrangeForm(items: readonly Item[], seed: string): FormItem[] {
  const positions = keyPositions(items, seed)
  return orderItems(items, seed).map((item) => place(item, seed, positions.get(item.id)))
}

/**
 * One item after those given before it: its options have their own stream, and among the
 * single-choice items with equally many options every key position occurs twice in each run of
 * twice that many, so that nobody can reckon the next one out.
 */
export function arrangeItem(item: Item, seed: string, before: readonly Item[]): FormItem {
  if (item.type !== 'single-choice') return place(item, seed, undefined)
  const count = item.options.length
  const alike = before.filter(
    (other) => other.type === 'single-choice' && other.options.length === count,
  ).length
  const run = Array.from({ length: 2 * count }, (_, index) => index % count)
  const round = Math.floor(alike / run.length)
  const random = seededRandom(seed, 'next-key-position', String(count), String(round))
  return place(item, seed, shuffle(run, random)[alike % run.length])
}

function place(item: Item, seed: string, keyPosition: number | undefined): FormItem {
  return {
    item: item.id,
    options: orderOptions(item, seed, keyPosition),
    prompts:
      item.type === 'matching'
        ? shuffle(idsOf(item.prompts), seededRandom(seed, 'prompts', item.id))
        : [],
  }
}

function orderItems(items: readonly Item[], seed: string): Item[] {
  const groupKeys = new Map<string, number>()
  const placed = items.map((item) => {
    const group = item.stimulus === undefined ? `item:${item.id}` : `stimulus:${item.stimulus}`
    const groupKey = groupKeys.get(group) ?? seededRandom(seed, 'order', group)()
    groupKeys.set(group, groupKey)
    const key = item.stimulus === undefined ? 0 : seededRandom(seed, 'order', item.id)()
    return { item, group, groupKey, key }
  })
  placed.sort(
    (left, right) =>
      left.groupKey - right.groupKey ||
      compareText(left.group, right.group) ||
      left.key - right.key ||
      compareText(left.item.id, right.item.id),
  )
  return placed.map(({ item }) => item)
}

/**
 * Where the key of each single-choice item stands: among the items with equally many options
 * every position occurs equally often, give or take one.
 */
function keyPositions(items: readonly Item[], seed: string): Map<string, number> {
  const byOptionCount = new Map<number, string[]>()
  for (const item of items) {
    if (item.type !== 'single-choice') continue
    const count = item.options.length
    byOptionCount.set(count, [...(byOptionCount.get(count) ?? []), item.id])
  }
  const positions = new Map<string, number>()
  for (const [count, ids] of byOptionCount) {
    const random = seededRandom(seed, 'key-position', String(count))
    const round = shuffle(
      Array.from({ length: count }, (_, index) => index),
      random,
    )
    const balanced = shuffle(
      ids.map((_, index) => round[index % count] ?? 0),
      random,
    )
    ids.sort(compareText).forEach((id, index) => {
      positions.set(id, balanced[index] ?? 0)
    })
  }
  return positions
}

function orderOptions(item: Item, seed: string, keyPosition: number | undefined): string[] {
  const random = seededRandom(seed, 'options', item.id)
  switch (item.type) {
    case 'true-false':
    case 'numeric':
    case 'short-text':
      return []
    case 'multiple-choice':
    case 'matching':
      return shuffle(idsOf(item.options), random)
    case 'single-choice': {
      const distractors = idsOf(item.options).filter((id) => id !== item.key)
      return shuffle(distractors, random).toSpliced(keyPosition ?? 0, 0, item.key)
    }
    case 'ordering': {
      const shown = shuffle(idsOf(item.options), random)
      // The right order must not be there for the taking: any other is as likely as before.
      for (let tries = 0; tries < 100 && sameOrder(shown, item.key); tries += 1) {
        shown.splice(0, shown.length, ...shuffle(shown, random))
      }
      return sameOrder(shown, item.key) ? shown.reverse() : shown
    }
  }
}

function idsOf(options: readonly { readonly id: string }[]): string[] {
  return options.map(({ id }) => id)
}

function sameOrder(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index])
}
