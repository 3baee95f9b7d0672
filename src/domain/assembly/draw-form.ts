import type { Bank } from '../bank/bank.ts'
import type { Item } from '../bank/item.ts'
import { digestOf } from '../digest.ts'
import { Refusal } from '../refusal.ts'
import { arrangeForm } from './arrange-form.ts'
import type { Blueprint } from './blueprint.ts'
import { cellKey, eligibleItems, enemiesAmong, includedItems, passingCut } from './cells.ts'
import { type DrawPool, drawItems, pick } from './draw-items.ts'
import { type DrawWeights, drawWeights, isSteered, keepWeights } from './draw-weights.ts'
import { prepareFixedDraw } from './fixed-forms.ts'
import type { LinearForm, ParityCertificate } from './form.ts'
import { limitsOf } from './form-limits.ts'
import { type ItemMeasures, measureItem, type ParityMeasures, targetOf } from './parity.ts'
import { parityLimits } from './parity-limits.ts'
import type { RepairRules } from './repair-form.ts'

/** A bank and a blueprint made ready to draw many forms. */
export interface PreparedDraw {
  readonly target: ParityMeasures
  readonly draw: (seed: string) => LinearForm
  /** The items a draw gives, before their order is fixed; much faster than the whole form. */
  readonly choose: (seed: string) => {
    readonly items: readonly Item[]
    readonly certificate: ParityCertificate
  }
  /** The items of the k-th draw alone, per cell in blueprint order; null when it failed. */
  readonly pick: (seed: string, k: number) => readonly (readonly Item[])[] | null
}

/**
 * One candidate's form: the same bank, blueprint and seed give the same form, byte for byte. It
 * keeps every constraint that concerns a single form, or is refused.
 */
export function drawForm(drawing: {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly seed: string
}): LinearForm {
  return prepareDraw(drawing.bank, drawing.blueprint).draw(drawing.seed)
}

/**
 * Does the work that all forms share once; each draw then takes a few milliseconds at most. With
 * an exposure cap or overlap limit that takes simulated draws, see `drawWeights`; weights found
 * before for the same bank and blueprint may be given, and give the same forms.
 */
export function prepareDraw(bank: Bank, blueprint: Blueprint, weights?: DrawWeights): PreparedDraw {
  // How forms are given out plays no part in what an own form is, nor in the chance of it.
  const { delivery, ...specification } = blueprint
  if (delivery?.mode === 'fixed-forms') {
    return prepareFixedDraw(bank, specification, delivery.forms)
  }
  const from = weighted(poolOf(bank, specification), { bank, blueprint: specification, weights })
  const choose = (seed: string) => {
    const { chosen, certificate } = drawItems(from, seed)
    return { items: chosen.flatMap((index) => from.items[index] ?? []), certificate }
  }
  return {
    target: from.against.target,
    choose,
    draw: (seed) => {
      const { items: chosen, certificate } = choose(seed)
      const items = arrangeForm(chosen, seed)
      return { items, certificate, digest: digestOf(items) }
    },
    pick: (seed, k) => pickByCell(from, seed, k),
  }
}

function poolOf(bank: Bank, blueprint: Blueprint): DrawPool {
  const cut = passingCut(blueprint)
  const eligible = eligibleItems(bank, blueprint)
  refuseShortCells(blueprint, eligible)
  const items = eligible.flat()
  const cellOf = eligible.flatMap((cellItems, cell) => cellItems.map(() => cell))
  const needs = blueprint.cells.map(({ itemCount }) => itemCount)
  const pool = { cellOf, enemies: enemiesAmong(items), needs }
  const measures = items.map((item) => measureItem(item, bank, cut))
  const against = { target: targetOf(bank, blueprint), tolerance: blueprint.tolerance }
  return {
    keys: blueprint.cells.map(cellKey),
    items,
    measures,
    cells: eligible.map((_, cell) => cellOf.flatMap((of, index) => (of === cell ? [index] : []))),
    pool,
    against,
    rules: rulesOf({ pool, items, measures, against }, bank, blueprint),
    weights: null,
  }
}

function rulesOf(
  {
    pool,
    items,
    measures,
    against,
  }: Pick<DrawPool, 'pool' | 'items' | 'against'> & {
    readonly measures: readonly ItemMeasures[]
  },
  bank: Bank,
  blueprint: Blueprint,
): RepairRules | null {
  if (!blueprint.constraints) return null
  const form = limitsOf(items, bank, blueprint)
  const included = includedItems(blueprint)
  const fixed = items.flatMap(({ id }, index) => (included.has(id) ? [index] : []))
  refuseLostItems(included, fixed.length, blueprint)
  return {
    pool,
    form: { ...form, limits: [...form.limits, ...parityLimits(measures, against)] },
    hardCount: form.limits.length,
    fixed: new Set(fixed),
  }
}

/** The weights a draw needs; null where it needs none. @throws Refusal as `prepareDraw` does */
export function weighItems(bank: Bank, blueprint: Blueprint): DrawWeights {
  if (!isSteered(blueprint)) return null
  return drawWeights(poolOf(bank, blueprint), bank, blueprint)
}

function weighted(
  from: DrawPool,
  given: {
    readonly bank: Bank
    readonly blueprint: Blueprint
    readonly weights: DrawWeights | undefined
  },
): DrawPool {
  const { bank, blueprint, weights } = given
  if (weights === undefined) return { ...from, weights: drawWeights(from, bank, blueprint) }
  if (weights && weights.length !== from.items.length) {
    throw new Error('the weights given are those of another bank or blueprint')
  }
  keepWeights(bank, blueprint, weights)
  return { ...from, weights }
}

function pickByCell(from: DrawPool, seed: string, k: number): Item[][] | null {
  const chosen = pick(from, seed, k)
  if (!chosen) return null
  return from.cells.map((_, cell) =>
    chosen
      .filter((index) => from.pool.cellOf[index] === cell)
      .flatMap((index) => from.items[index] ?? []),
  )
}

function refuseLostItems(
  included: ReadonlySet<string>,
  found: number,
  { cells, constraints }: Blueprint,
): void {
  if (found === included.size) return
  const detail = `of ${included.size} items every form must have, ${found} can stand on one (${
    cells.length
  } cells, ${constraints?.exclude?.length ?? 0} excluded items)`
  throw new Refusal('blueprint-infeasible', detail, [{ pointer: '/constraints/include', detail }])
}

function refuseShortCells(blueprint: Blueprint, eligible: readonly (readonly Item[])[]): void {
  const keys = blueprint.cells.map(cellKey)
  const included = includedItems(blueprint)
  const faults = blueprint.cells.flatMap((cell, index) => {
    const key = cellKey(cell)
    const available = eligible[index]?.length ?? 0
    if (keys.indexOf(key) !== index) {
      return [{ pointer: `/cells/${index}`, detail: `${key} is named twice` }]
    }
    const pointer = `/cells/${index}/itemCount`
    const sure = eligible[index]?.filter(({ id }) => included.has(id)).length ?? 0
    if (sure > cell.itemCount) {
      return [{ pointer, detail: `${key} takes ${cell.itemCount} items, ${sure} must be on it` }]
    }
    if (available >= cell.itemCount) return []
    return [{ pointer, detail: `${key} needs ${cell.itemCount} items, the bank has ${available}` }]
  })
  if (faults.length > 0) {
    throw new Refusal('blueprint-infeasible', faults.map(({ detail }) => detail).join('; '), faults)
  }
}
