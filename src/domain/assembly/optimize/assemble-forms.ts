import type { Highs } from 'highs'
import type { Bank } from '../../bank/bank.ts'
import { indexOf } from '../../bank/bank-index.ts'
import { digestOf } from '../../digest.ts'
import { seededRandom } from '../../random.ts'
import { Refusal } from '../../refusal.ts'
import { arrangeForm } from '../arrange-form.ts'
import type { Blueprint } from '../blueprint.ts'
import type { LinearForm } from '../form.ts'
import { certificateOf, measureItem, sumOf } from '../parity.ts'
import { type Conflict, explainConflict, feasibilityOfForms } from './explain-conflict.ts'
import { findRepairs, type Repair } from './find-repairs.ts'
import { constraintsOf, type FormProgram } from './form-draft.ts'
import { formProgramOf, singleFormOf } from './form-program.ts'
import { cellsNamedTwice } from './item-pool.ts'
import { minimiseLargestDeviation } from './objectives.ts'
import type { Program, Term } from './program.ts'
import { type Progress, type Solution, solveProgram } from './solve-program.ts'

export interface AssemblyOrder {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly formCount: number
  /** The same bank, blueprint, count and seed give the same forms, unless time runs out. */
  readonly seed: string
  /** Stop when proven to be this near to the best, as a share of the target; 0.01 unless told. */
  readonly gap?: number
  /** Seconds for the search; 60 unless told. */
  readonly timeLimitSeconds?: number
  readonly onProgress?: (progress: Progress) => void
  readonly shouldStop?: () => boolean
}

/** How the search ended. */
export interface SolverReport {
  readonly status: Solution['status']
  /**
   * How much smaller the largest deviation of a form's information from the target could be at
   * most, as a share of the target; null without a solution.
   */
  readonly gap: number | null
  readonly seconds: number
}

export type Assembly =
  | {
      readonly outcome: 'assembled'
      readonly forms: readonly LinearForm[]
      readonly solver: SolverReport
    }
  | {
      readonly outcome: 'infeasible'
      readonly conflict: Conflict
      readonly repairs: readonly Repair[]
      readonly solver: SolverReport
    }
  /** Time ran out, or the search was stopped, before any solution or proof. */
  | { readonly outcome: 'undecided'; readonly solver: SolverReport }

/**
 * Parallel forms by mixed integer programming: every demand of the blueprint holds on every
 * form, every form is within tolerance of the target, and the largest deviation of information
 * at the passing cut is as small as the gap says. Where that can't be, which demands conflict
 * and the smallest repairs. Throws a `Refusal` where the blueprint makes no sense.
 */
export function assembleForms(highs: Highs, order: AssemblyOrder): Assembly {
  const { bank, blueprint, formCount } = order
  const twice = cellsNamedTwice(blueprint)
  if (twice.length > 0) {
    const faults = twice.map((pointer) => ({ pointer, detail: 'this cell is named twice' }))
    throw new Refusal('blueprint-infeasible', 'a cell is named twice', faults)
  }
  const program = formProgramOf({ bank, blueprint, formCount })
  const { informationAtCut: target } = program.pool.target
  const timeLimitSeconds = order.timeLimitSeconds ?? 60
  const { onProgress, shouldStop } = order
  const solution = solveProgram(highs, objectiveOf(program, order.seed), {
    relativeGap: 0,
    absoluteGap: Math.max(1e-9, (order.gap ?? 0.01) * target),
    timeLimitSeconds,
    seed: Math.floor(seededRandom(order.seed, 'solver')() * 2 ** 31),
    ...(onProgress ? { onProgress } : {}),
    ...(shouldStop ? { shouldStop } : {}),
  })
  const solver = reportOf(solution, target)
  if (solution.status === 'infeasible') {
    return { outcome: 'infeasible', ...explain(highs, order, program), solver }
  }
  if (!solution.values) return { outcome: 'undecided', solver }
  return { outcome: 'assembled', forms: formsOf(solution.values, program, order), solver }
}

function reportOf({ status, objective, bound, seconds }: Solution, target: number): SolverReport {
  const known = objective !== null && bound !== null
  // No deviation is below 0, whatever the solver has proven so far.
  const open = known ? Math.max(0, objective - Math.max(0, bound)) : null
  return { status, gap: open === null ? null : open / Math.max(1e-9, target), seconds }
}

/** Least weight that tells equally good forms apart, as a share of the target. */
const TIE_BREAK = 1e-4

function objectiveOf(program: FormProgram, seed: string): Program {
  const { cut, target, items } = program.pool
  const chosen = program.forms.map((form) =>
    items.map(({ at }, index): Term => [form[index] ?? 0, at(cut).information]),
  )
  const { variables, rows } = constraintsOf(program)
  const random = seededRandom(seed, 'tie-break')
  const ties = (TIE_BREAK * target.informationAtCut) / Math.max(1, items.length)
  const decisions = new Set(program.forms.flat())
  const priced = variables.map((variable, index) =>
    decisions.has(index) ? { ...variable, cost: random() * ties } : variable,
  )
  return minimiseLargestDeviation({ variables: priced, rows }, chosen, target.informationAtCut)
}

/** One form is explained where already one can't be: that is simpler, and quicker. */
function explain(
  highs: Highs,
  { bank, blueprint, formCount }: AssemblyOrder,
  program: FormProgram,
): { readonly conflict: Conflict; readonly repairs: readonly Repair[] } {
  const alone = formProgramOf(singleFormOf({ bank, blueprint, formCount }))
  const single = feasibilityOfForms(highs, alone, { timeLimitSeconds: 10 }) === 'infeasible'
  return {
    conflict: explainConflict(highs, single ? alone : program),
    repairs: findRepairs(highs, { bank, blueprint, formCount }),
  }
}

function formsOf(
  values: readonly number[],
  { forms, pool }: FormProgram,
  { bank, blueprint, seed }: AssemblyOrder,
): LinearForm[] {
  const against = { target: pool.target, tolerance: blueprint.tolerance }
  return forms.map((form, index) => {
    const chosen = pool.items.flatMap(({ item }, at) =>
      item && values[form[at] ?? -1] === 1 ? item : [],
    )
    const known = chosen.flatMap(({ id }) => indexOf(bank).items.get(id) ?? [])
    const measures = sumOf(known.map((item) => measureItem(item, bank, pool.cut)))
    const certificate = certificateOf(measures, against, 1)
    if (!certificate.equivalent) {
      throw new Error(`form ${index + 1} is not within the tolerances the solver was given`)
    }
    const items = arrangeForm(chosen, `${seed}/form-${index + 1}`)
    return { items, certificate, digest: digestOf(items) }
  })
}
