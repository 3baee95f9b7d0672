import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { assembleForms } from '../domain/assembly/optimize/assemble-forms.ts'
import type { Bank } from '../domain/bank/bank.ts'
import type { ConflictView } from '../domain/scheduling/conflict-view.ts'
import { loadSolver } from './load-solver.ts'

export interface PlannedForm {
  readonly bank: Bank
  readonly blueprint: Blueprint
}

const TIME_LIMIT_SECONDS = 15

/** What runs in a thread of the conflict finder: whether one form exists, and if not, why. */
export async function findConflictInThread(planned: PlannedForm): Promise<ConflictView> {
  const assembly = assembleForms(await loadSolver(), {
    ...planned,
    formCount: 1,
    seed: '1',
    timeLimitSeconds: TIME_LIMIT_SECONDS,
  })
  if (assembly.outcome !== 'infeasible') {
    return { outcome: assembly.outcome, minimal: false, demands: [], repairs: [] }
  }
  const { conflict, repairs } = assembly
  return {
    outcome: 'infeasible',
    minimal: conflict.minimal,
    demands: conflict.demands.map(({ pointer, message }) => ({ pointer, message })),
    repairs: repairs.map(({ message, verified }) => ({ message, verified })),
  }
}
