import type { Bank } from '../bank/bank.ts'
import type { Item } from '../bank/item.ts'
import { digestOf } from '../digest.ts'
import { seededRandom, shuffle } from '../random.ts'
import { Refusal } from '../refusal.ts'
import { arrangeForm } from './arrange-form.ts'
import type { Blueprint, ParityTolerance } from './blueprint.ts'
import { cellKey, eligibleItems, enemiesAmong, passingCut } from './cells.ts'
import type { Form, ParityCertificate } from './form.ts'
import {
  certificateOf,
  distanceOf,
  type ItemMeasures,
  measureItem,
  type ParityMeasures,
  sumOf,
  targetOf,
} from './parity.ts'
import { type Pool, pickItems } from './pick-items.ts'

/** Draws are repeated until one lies within tolerance, at most this often. */
export const DRAW_LIMIT = 40

/** A bank and a blueprint made ready to draw many forms. */
export interface PreparedDraw {
  readonly target: ParityMeasures
  readonly draw: (seed: string) => Form
  /** The items of the k-th draw alone, per cell in blueprint order; null when it failed. */
  readonly pick: (seed: string, k: number) => readonly (readonly Item[])[] | null
}

/** One candidate's form: the same bank, blueprint and seed give the same form, byte for byte. */
export function drawForm(drawing: {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly seed: string
}): Form {
  return prepareDraw(drawing.bank, drawing.blueprint).draw(drawing.seed)
}

interface Prepared {
  readonly keys: readonly string[]
  readonly items: readonly Item[]
  readonly measures: readonly ItemMeasures[]
  /** Item indexes per cell, in order of item id. */
  readonly cells: readonly (readonly number[])[]
  readonly pool: Pool
  readonly against: { readonly target: ParityMeasures; readonly tolerance: ParityTolerance }
}

/** Does the work that all forms share once; each draw then takes about a millisecond. */
export function prepareDraw(bank: Bank, blueprint: Blueprint): PreparedDraw {
  const cut = passingCut(blueprint)
  const eligible = eligibleItems(bank, blueprint)
  refuseShortCells(blueprint, eligible)
  const items = eligible.flat()
  const cellOf = eligible.flatMap((cellItems, cell) => cellItems.map(() => cell))
  const cells = eligible.map((_, cell) =>
    cellOf.flatMap((of, index) => (of === cell ? [index] : [])),
  )
  const prepared: Prepared = {
    keys: blueprint.cells.map(cellKey),
    items,
    measures: items.map((item) => measureItem(item, bank, cut)),
    cells,
    pool: {
      cellOf,
      enemies: enemiesAmong(items),
      needs: blueprint.cells.map(({ itemCount }) => itemCount),
    },
    against: { target: targetOf(bank, blueprint), tolerance: blueprint.tolerance },
  }
  return {
    target: prepared.against.target,
    draw: (seed) => drawPrepared(prepared, seed),
    pick: (seed, k) => pickByCell(prepared, seed, k),
  }
}

interface Draw {
  readonly chosen: readonly number[]
  readonly certificate: ParityCertificate
}

function drawPrepared(prepared: Prepared, seed: string): Form {
  let closest: Draw | null = null
  for (let k = 1; k <= DRAW_LIMIT; k += 1) {
    const chosen = pick(prepared, seed, k)
    if (!chosen) continue
    const certificate = certify(prepared, chosen, k)
    if (!closest || distanceOf(certificate) < distanceOf(closest.certificate)) {
      closest = { chosen, certificate }
    }
    if (certificate.equivalent) break
  }
  if (!closest) throw new Refusal('blueprint-infeasible', 'no form was found without enemy items')
  const draws = closest.certificate.equivalent ? closest.certificate.draws : DRAW_LIMIT
  const chosen = closest.chosen.flatMap((index) => prepared.items[index] ?? [])
  const items = arrangeForm(chosen, seed)
  const certificate = { ...closest.certificate, draws }
  return { items, certificate, digest: digestOf(items) }
}

function certify(prepared: Prepared, chosen: readonly number[], draws: number): ParityCertificate {
  const measures = sumOf(chosen.flatMap((index) => prepared.measures[index] ?? []))
  return certificateOf(measures, prepared.against, draws)
}

function pick(prepared: Prepared, seed: string, k: number): readonly number[] | null {
  // One stream per draw and cell: adding a cell must not reshuffle the others.
  const candidates = prepared.cells.map((indexes, cell) =>
    shuffle(indexes, seededRandom(seed, 'draw', String(k), prepared.keys[cell] ?? '')),
  )
  const picked = pickItems(prepared.pool, candidates)
  if (picked.outcome === 'impossible') {
    throw new Refusal('blueprint-infeasible', 'enemy items leave too few items for the blueprint')
  }
  return picked.outcome === 'picked' ? picked.items : null
}

function pickByCell(prepared: Prepared, seed: string, k: number): Item[][] | null {
  const chosen = pick(prepared, seed, k)
  if (!chosen) return null
  return prepared.cells.map((_, cell) =>
    chosen
      .filter((index) => prepared.pool.cellOf[index] === cell)
      .flatMap((index) => prepared.items[index] ?? []),
  )
}

function refuseShortCells(blueprint: Blueprint, eligible: readonly (readonly Item[])[]): void {
  const keys = blueprint.cells.map(cellKey)
  const faults = blueprint.cells.flatMap((cell, index) => {
    const key = cellKey(cell)
    const available = eligible[index]?.length ?? 0
    if (keys.indexOf(key) !== index) {
      return [{ pointer: `/cells/${index}`, detail: `${key} is named twice` }]
    }
    if (available >= cell.itemCount) return []
    const detail = `${key} needs ${cell.itemCount} items, the bank has ${available}`
    return [{ pointer: `/cells/${index}/itemCount`, detail }]
  })
  if (faults.length > 0) {
    throw new Refusal('blueprint-infeasible', faults.map(({ detail }) => detail).join('; '), faults)
  }
}
