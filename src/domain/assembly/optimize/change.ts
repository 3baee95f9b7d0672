import type { Bank } from '../../bank/bank.ts'
import { say } from '../../bank/finding.ts'
import type { CognitiveLevel } from '../../bank/item.ts'
import type { ItemType } from '../../bank/item-type.ts'
import type { LocalizedText } from '../../text.ts'
import type { Blueprint } from '../blueprint.ts'
import { figure, type Slack } from './form-draft.ts'
import type { WantedItem } from './item-pool.ts'
import { cellItems } from './quantities.ts'

/** One step of a repair, in words and so that it can be carried out. */
export type Change =
  | {
      /** A figure of the blueprint changes; a cell with 0 items is dropped. */
      readonly kind: 'relax'
      readonly pointer: string
      readonly from: number
      readonly to: number
      readonly message: LocalizedText
    }
  | {
      /** An entry leaves a list of the blueprint. */
      readonly kind: 'drop'
      readonly pointer: string
      readonly entry: string
      readonly message: LocalizedText
    }
  | {
      readonly kind: 'write'
      readonly competency: string
      readonly level: CognitiveLevel
      readonly type: ItemType
      readonly count: number
      readonly message: LocalizedText
    }

/** The change by which a demand gives way by this amount. */
export function changeOf(slack: Slack, amount: number): Change {
  const { pointer, entry, from, side, quantity } = slack
  if (entry !== null) {
    const list = pointer.endsWith('include')
    const message = list
      ? say(`不再要求每卷都有 ${entry}`, `no longer ask for ${entry} on every form`)
      : say(`允许使用 ${entry}`, `allow ${entry} on forms`)
    return { kind: 'drop', pointer, entry, message }
  }
  const to = slack.toFigure(amount)
  const [zhWhat, enWhat] = {
    least: ['下限', 'the minimum of'],
    most: ['上限', 'the maximum of'],
    exact: ['数量', 'the count of'],
    tolerance: ['容许偏差', 'the tolerance of'],
  }[side]
  const [before, after] = [from, to].map((value) => String(Math.round(value * 1e4) / 1e4))
  const message = say(
    `把${quantity.zh}的${zhWhat}由 ${before} 改为 ${after}${quantity.unit}`,
    `change ${enWhat} ${quantity.en} from ${before} to ${after}`,
  )
  return { kind: 'relax', pointer, from, to, message }
}

/** The changes that ask for these items to be written, one per cell and type. */
export function writingOf(
  bank: Bank,
  blueprint: Blueprint,
  written: readonly WantedItem[],
): Change[] {
  const counts = Map.groupBy(written, ({ cell, type }) => `${cell} ${type}`)
  return [...counts.values()].flatMap((items): Change[] => {
    const [first] = items
    const cell = first && blueprint.cells[first.cell]
    if (!first || !cell) return []
    const { competency, level } = cell
    const { zh, en } = cellItems(bank, cell, first.type)
    const count = items.length
    const what = en.replace(' on each form', '')
    const message = say(
      `再编写 ${figure(count)} 道${zh}`,
      `write ${figure(count)} more ${count === 1 ? what.replace('items', 'item') : what}`,
    )
    return [{ kind: 'write', competency, level, type: first.type, count, message }]
  })
}

/**
 * The blueprint with these changes; items to be written change only the bank. A cell lowered to
 * 0 stays with that count, so that pointers to later cells keep their meaning.
 */
export function applyChanges(blueprint: Blueprint, changes: readonly Change[]): Blueprint {
  const changed = structuredClone(blueprint)
  for (const change of changes) {
    if (change.kind === 'write') continue
    const tokens = change.pointer.split('/').slice(1)
    const last = tokens.pop() ?? ''
    const holder = tokens.reduce<unknown>(memberOf, changed)
    if (typeof holder !== 'object' || holder === null) {
      throw new Error(`nothing lies at ${change.pointer}`)
    }
    const list = memberOf(holder, last)
    const value =
      change.kind === 'relax'
        ? change.to
        : Array.isArray(list)
          ? list.filter((entry) => entry !== change.entry)
          : list
    Object.assign(holder, { [last]: value })
  }
  return changed
}

function memberOf(holder: unknown, token: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, token) : undefined
}
