import type { Bank } from '../../bank/bank.ts'
import type { Item } from '../../bank/item.ts'
import type { ItemType } from '../../bank/item-type.ts'
import { parametersOf } from '../../measurement/item-parameters.ts'
import { information, probabilityCorrect } from '../../measurement/item-response.ts'
import type { Blueprint } from '../blueprint.ts'
import { cellKey, eligibleItems, enemiesAmong, passingCut } from '../cells.ts'
import { measureItem, type ParityMeasures, targetOf } from '../parity.ts'

/** An item's share in information and expected score at one point of the scale. */
export interface PointMeasures {
  readonly information: number
  readonly expectedScore: number
}

/** An item that may stand on a form, as the program sees it. */
export interface PoolItem {
  /** Null for an item that is still to be written. */
  readonly item: Item | null
  /** Index of its cell in the blueprint. */
  readonly cell: number
  readonly competency: string
  readonly type: ItemType
  readonly relevant: boolean
  readonly stimulus: string | null
  readonly stimulusSeconds: number
  readonly expectedSeconds: number
  readonly at: (theta: number) => PointMeasures
}

export interface ItemPool {
  readonly items: readonly PoolItem[]
  /** Pairs of indexes of `items` that must not meet on a form, the smaller first. */
  readonly enemyPairs: readonly (readonly [number, number])[]
  readonly target: ParityMeasures
  readonly cut: number
}

/** An item to be written, of a cell and a type. */
export interface WantedItem {
  readonly cell: number
  readonly type: ItemType
}

/**
 * The bank's items that may fill a blueprint, and after them items still to be written. Those
 * are taken to be like the mean of their cell; where the cell is empty, like the bank's items
 * of that level, and the target then counts them as the cell's mean.
 */
export function itemPoolOf(
  bank: Bank,
  blueprint: Blueprint,
  wanted: readonly WantedItem[] = [],
): ItemPool {
  const cut = passingCut(blueprint)
  const eligible = eligibleItems(bank, blueprint)
  // Rows keep out the excluded, and enemies of the included: only so can those be a conflict.
  const { exclude, include, ...constraints } = blueprint.constraints ?? {}
  const offered = eligibleItems(bank, { ...blueprint, constraints })
  const items = offered.flatMap((cellItems, cell) =>
    cellItems.map((item) => poolItem(item, cell, { bank, blueprint, cut })),
  )
  const enemies = enemiesAmong(offered.flat())
  const usable = new Set(eligible.flat())
  const likeable = items.filter(({ item }) => item && usable.has(item))
  const written = wanted.map((one) => wantedItem(one, likeable, { bank, blueprint, cut }))
  return {
    items: [...items, ...written],
    enemyPairs: enemies.flatMap((list, index) =>
      list.filter((enemy) => enemy > index).map((enemy) => [index, enemy] as const),
    ),
    target: emptyCells(eligible, written, blueprint).reduce(
      (target, one) => plus(target, one, cut),
      targetOf(bank, blueprint),
    ),
    cut,
  }
}

interface Setting {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly cut: number
}

function poolItem(item: Item, cell: number, { bank, blueprint, cut }: Setting): PoolItem {
  const measures = measureItem(item, bank, cut)
  const parameters = parametersOf(item).values
  const { post } = blueprint
  return {
    item,
    cell,
    competency: item.competency,
    type: item.type,
    relevant: item.posts.length === 0 || (post !== null && item.posts.includes(post)),
    stimulus: measures.stimulus,
    stimulusSeconds: measures.stimulusSeconds,
    expectedSeconds: measures.expectedSeconds,
    at: (theta) => ({
      information: information(theta, parameters),
      expectedScore: probabilityCorrect(theta, parameters),
    }),
  }
}

function wantedItem(
  { cell, type }: WantedItem,
  items: readonly PoolItem[],
  setting: Setting,
): PoolItem {
  const { competency = '', level } = setting.blueprint.cells[cell] ?? {}
  const siblings = items.filter((item) => item.cell === cell)
  const others = setting.bank.items.map((item) => poolItem(item, cell, setting))
  const sameLevel = others.filter(({ item }) => item?.level === level)
  const like = [siblings, sameLevel, others].find(({ length }) => length > 0) ?? []
  const mean = (value: (item: PoolItem) => number) =>
    like.reduce((sum, item) => sum + value(item), 0) / Math.max(1, like.length)
  return {
    item: null,
    cell,
    competency,
    type,
    relevant: true,
    stimulus: null,
    stimulusSeconds: 0,
    expectedSeconds: mean(({ expectedSeconds }) => expectedSeconds),
    at: (theta) => ({
      information: mean(({ at }) => at(theta).information),
      expectedScore: mean(({ at }) => at(theta).expectedScore),
    }),
  }
}

/** For each place on a form in a cell without items, the item to be written that fills it. */
function emptyCells(
  eligible: readonly (readonly Item[])[],
  written: readonly PoolItem[],
  blueprint: Blueprint,
): PoolItem[] {
  return blueprint.cells.flatMap(({ itemCount }, cell) => {
    const first = written.find((item) => item.cell === cell)
    if (!first || (eligible[cell]?.length ?? 0) > 0) return []
    return Array.from({ length: itemCount }, () => first)
  })
}

function plus(sum: ParityMeasures, item: PoolItem, cut: number): ParityMeasures {
  const point = item.at(cut)
  return {
    expectedScore: sum.expectedScore + point.expectedScore,
    informationAtCut: sum.informationAtCut + point.information,
    expectedSeconds: sum.expectedSeconds + item.expectedSeconds,
  }
}

/** Pointers of cells that are named twice. */
export function cellsNamedTwice({ cells }: Blueprint): string[] {
  const keys = cells.map(cellKey)
  return keys.flatMap((key, index) => (keys.indexOf(key) === index ? [] : [`/cells/${index}`]))
}
