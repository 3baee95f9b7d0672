import type { Bank } from '../../bank/bank.ts'
import { say } from '../../bank/finding.ts'
import type { Blueprint } from '../blueprint.ts'
import { addConstraintRows } from './constraint-rows.ts'
import { addCrossFormRows } from './cross-form-rows.ts'
import {
  addDemand,
  addRow,
  addSlack,
  demandText,
  type FormDraft,
  type FormProgram,
  startDraft,
} from './form-draft.ts'
import { itemPoolOf, type WantedItem } from './item-pool.ts'
import { addParityRows } from './parity-rows.ts'
import type { Term } from './program.ts'
import { cellItems } from './quantities.ts'

/** What a form program is made of. */
export interface Assignment {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly formCount: number
  /** Items still to be written, offered beside the bank's. */
  readonly wanted?: readonly WantedItem[]
}

/**
 * Blueprint, bank and number of forms as a 0/1 program (van der Linden 2005, ch. 3 to 8): a
 * variable for every item on every form; every row belongs to a demand that says what it means.
 * Throws a `Refusal` where the passing level has no cut.
 */
export function formProgramOf({ bank, blueprint, formCount, wanted }: Assignment): FormProgram {
  const draft = startDraft(itemPoolOf(bank, blueprint, wanted), formCount)
  const cellSlacks = addCellRows(draft, bank, blueprint)
  addEnemyRows(draft)
  addConstraintRows(draft, bank, blueprint)
  addParityRows(draft, blueprint, cellSlacks)
  addCrossFormRows(draft, blueprint)
  return draft
}

/**
 * The assignment of a single form, without what forms ask of each other. Where it has no
 * solution, several forms have none, and for the same reason.
 */
export function singleFormOf(assignment: Assignment): Assignment {
  const { exposureCap, overlapLimit, ...constraints } = assignment.blueprint.constraints ?? {}
  return { ...assignment, blueprint: { ...assignment.blueprint, constraints }, formCount: 1 }
}

/** Exactly as many items of each cell as the blueprint says; gives the slack of each cell. */
function addCellRows(draft: FormDraft, bank: Bank, blueprint: Blueprint): number[] {
  return blueprint.cells.map((cell, index) => {
    const pointer = `/cells/${index}/itemCount`
    const quantity = cellItems(bank, cell)
    const message = demandText(quantity, 'exact', cell.itemCount)
    const demand = addDemand(draft, { pointer, message })
    const slack = addSlack(draft, {
      upper: cell.itemCount,
      integer: true,
      weight: 1,
      pointer,
      entry: null,
      from: cell.itemCount,
      side: 'exact',
      quantity,
      toFigure: (amount) => cell.itemCount - amount,
    })
    for (const form of draft.forms) {
      const terms = draft.pool.items.flatMap((item, at): Term[] =>
        item.cell === index ? [[form[at] ?? 0, 1]] : [],
      )
      const count = cell.itemCount
      addRow(draft, { demand, lower: count, upper: count, terms, relief: [[slack, 1]] })
    }
    return slack
  })
}

/** One demand for every knot of enemies; they can't give way, the content would be wrong. */
function addEnemyRows(draft: FormDraft): void {
  const { items, enemyPairs } = draft.pool
  for (const knot of knotsOf(enemyPairs)) {
    const ids = [...new Set(knot.flat())].flatMap((index) => items[index]?.item?.id ?? []).sort()
    const message = say(
      `互斥题不能同卷：${ids.join('、')}`,
      `enemy items must not meet on a form: ${ids.join(', ')}`,
    )
    const demand = addDemand(draft, { pointer: '/items', message })
    for (const form of draft.forms) {
      for (const [left, right] of knot) {
        const terms: Term[] = [
          [form[left] ?? 0, 1],
          [form[right] ?? 0, 1],
        ]
        addRow(draft, { demand, upper: 1, terms })
      }
    }
  }
}

type Pair = readonly [number, number]

/** The pairs, those together that hang together. */
function knotsOf(pairs: readonly Pair[]): Pair[][] {
  const knots: Pair[][] = []
  for (const pair of pairs) {
    const touched = knots.filter((knot) => knot.flat().some((index) => pair.includes(index)))
    for (const knot of touched) knots.splice(knots.indexOf(knot), 1)
    knots.push([...touched.flat(), pair])
  }
  return knots
}
