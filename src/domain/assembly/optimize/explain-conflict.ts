import type { Highs } from 'highs'
import { constraintsOf, type Demand, type FormProgram } from './form-draft.ts'
import { type SolveOptions, solveProgram } from './solve-program.ts'

/** Demands that can't all be met. */
export interface Conflict {
  readonly demands: readonly Demand[]
  /**
   * Whether the set is proven minimal: without any one of them the rest can be met. False where
   * a question ran into the time limit.
   */
  readonly minimal: boolean
}

type Answer = 'feasible' | 'infeasible' | 'unknown'

/** Whether some of the demands (all unless told) can be met together. */
export function feasibilityOfForms(
  highs: Highs,
  program: FormProgram,
  options: SolveOptions & { readonly kept?: ReadonlySet<number> } = {},
): Answer {
  const { kept, ...solveOptions } = options
  const constraints = constraintsOf(program, kept)
  const { status, values } = solveProgram(
    highs,
    { sense: 'minimise', ...constraints },
    solveOptions,
  )
  if (status === 'infeasible') return 'infeasible'
  return values ? 'feasible' : 'unknown'
}

/**
 * A minimal set of demands that can't be met together, by the deletion filter (Chinneck &
 * Dravnieks 1991): leave out each in turn, for good where the rest still fails. The linear
 * relaxation filters first, since what fails there fails all the more in whole numbers; the
 * program itself then settles what is left. Only call it for a program without a solution.
 */
export function explainConflict(
  highs: Highs,
  program: FormProgram,
  { timeLimitSeconds = 10 }: { readonly timeLimitSeconds?: number } = {},
): Conflict {
  const relaxed = { relaxed: true, timeLimitSeconds }
  // What is left out first tends to be left out: a lack of items says more than a tolerance.
  const isTolerance = (demand: number) =>
    program.demands[demand]?.pointer.startsWith('/tolerance/') === true
  const order = [...program.demands.keys()].sort(
    (left, right) => Number(isTolerance(right)) - Number(isTolerance(left)) || left - right,
  )
  let kept: ReadonlySet<number> = new Set(order)
  if (feasibilityOfForms(highs, program, relaxed) === 'infeasible') {
    kept = filtered(kept, (set) =>
      feasibilityOfForms(highs, program, { ...relaxed, kept: set }),
    ).kept
  }
  const settled = filtered(kept, (set) =>
    feasibilityOfForms(highs, program, { timeLimitSeconds, kept: set }),
  )
  return {
    demands: program.demands.filter((_, demand) => settled.kept.has(demand)),
    minimal: settled.certain,
  }
}

function filtered(
  demands: ReadonlySet<number>,
  ask: (kept: ReadonlySet<number>) => Answer,
): { readonly kept: ReadonlySet<number>; readonly certain: boolean } {
  let kept = demands
  let certain = true
  for (const demand of demands) {
    const fewer = new Set([...kept].filter((one) => one !== demand))
    const answer = ask(fewer)
    if (answer === 'infeasible') kept = fewer
    if (answer === 'unknown') certain = false
  }
  return { kept, certain }
}
