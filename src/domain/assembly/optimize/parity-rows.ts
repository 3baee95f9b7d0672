import type { Blueprint } from '../blueprint.ts'
import { termsOf } from './constraint-rows.ts'
import { addDemand, addRow, addSlack, demandText, type FormDraft } from './form-draft.ts'
import type { PoolItem } from './item-pool.ts'
import type { Term } from './program.ts'
import { PARITY } from './quantities.ts'
import { timeTerms } from './time-terms.ts'

// Certificates round to six decimals and the solver keeps rows to six: stay clear of both.
const MARGIN = 3e-6

/** The tolerances to the target as rows: every form of the program is an equivalent one. */
export function addParityRows(
  draft: FormDraft,
  blueprint: Blueprint,
  cellSlacks: readonly number[],
): void {
  const { cut, target } = draft.pool
  const { tolerance } = blueprint
  const score = (item: PoolItem) => item.at(cut).expectedScore
  const gain = (item: PoolItem) => item.at(cut).information
  add(draft, cellSlacks, {
    name: 'expectedScore',
    tolerance: tolerance.expectedScore,
    share: 1,
    target: target.expectedScore,
    measure: score,
    terms: (form) => termsOf(draft, form, score),
  })
  add(draft, cellSlacks, {
    name: 'informationShare',
    tolerance: tolerance.informationShare,
    share: target.informationAtCut,
    target: target.informationAtCut,
    measure: gain,
    terms: (form) => termsOf(draft, form, gain),
  })
  add(draft, cellSlacks, {
    name: 'timeShare',
    tolerance: tolerance.timeShare,
    share: target.expectedSeconds,
    target: target.expectedSeconds,
    measure: ({ expectedSeconds }) => expectedSeconds,
    terms: (form) => timeTerms(draft, form),
  })
}

interface Parity {
  readonly name: keyof typeof PARITY
  readonly tolerance: number
  /** What a tolerance of 1 is in the units of the figure. */
  readonly share: number
  readonly target: number
  readonly measure: (item: PoolItem) => number
  readonly terms: (form: number) => readonly Term[]
}

function add(draft: FormDraft, cellSlacks: readonly number[], parity: Parity): void {
  const { name, tolerance, share, target } = parity
  const pointer = `/tolerance/${name}`
  const message = demandText(PARITY[name], 'tolerance', tolerance)
  const demand = addDemand(draft, { pointer, message })
  const slack = addSlack(draft, {
    upper: Number.POSITIVE_INFINITY,
    integer: false,
    // To double a tolerance counts like ten items: forms that differ are the last resort.
    weight: 10 / Math.max(1e-6, tolerance * share),
    pointer,
    entry: null,
    from: tolerance,
    side: 'tolerance',
    quantity: PARITY[name],
    toFigure: (amount) => Math.ceil((tolerance + amount / Math.max(1e-9, share)) * 1e4) / 1e4,
  })
  const moves = targetMoves(draft, cellSlacks, parity.measure)
  const width = tolerance * share
  const margin = Math.min(MARGIN, width / 2)
  draft.forms.forEach((_, form) => {
    const terms = parity.terms(form)
    const upper = target + width - margin
    const lower = target - width + margin
    addRow(draft, { demand, upper, terms, relief: [...moves, [slack, -1]] })
    addRow(draft, { demand, lower, terms, relief: [...moves, [slack, 1]] })
  })
}

/** A cell with an item fewer has a target lower by the mean of its items. */
function targetMoves(
  draft: FormDraft,
  cellSlacks: readonly number[],
  measure: (item: PoolItem) => number,
): Term[] {
  return cellSlacks.map((slack, cell) => {
    const items = draft.pool.items.filter((item) => item.cell === cell)
    const sum = items.reduce((total, item) => total + measure(item), 0)
    return [slack, sum / Math.max(1, items.length)]
  })
}
