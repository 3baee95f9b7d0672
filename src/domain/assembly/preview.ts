import type { Bank } from '../bank/bank.ts'
import type { CognitiveLevel } from '../bank/item.ts'
import type { Blueprint } from './blueprint.ts'
import { feasibilityOf } from './feasibility.ts'
import { jobRelevance } from './job-relevance.ts'
import { type ParityMeasures, targetOf } from './parity.ts'
import { trialDraws } from './trial-draws.ts'

/** What a cell asks of the bank and how much of the bank each candidate sees. */
export interface CellPreview {
  readonly competency: string
  readonly level: CognitiveLevel
  readonly needed: number
  /** Items one form could use without enemies meeting. */
  readonly usable: number
  /** Share of candidates who see any one item of the cell: needed / usable, at most 1. */
  readonly exposure: number
}

/** What a blueprint on a bank amounts to, before anybody sits the exam. */
export interface BlueprintPreview {
  readonly verdict: 'feasible' | 'infeasible' | 'unproven'
  readonly cells: readonly CellPreview[]
  readonly itemCount: number
  readonly expectedSeconds: number
  readonly timeLimitSeconds: number
  readonly jobRelevance: number | null
  /** Expected share of items that two candidates have in common. */
  readonly overlap: number
  /** What forms aim at; needs a passing level with a cut score. */
  readonly target: ParityMeasures
}

/**
 * Expected overlap of two random forms is the sum over cells of needed x exposure, as a share of
 * the items: each item of one form is on the other with the probability of its cell's exposure.
 * Constraints make some items likelier than others; then it is what trial draws show.
 */
export function previewExam(planned: {
  readonly bank: Bank
  readonly blueprint: Blueprint
}): BlueprintPreview {
  const { bank, blueprint } = planned
  const { cells: supplies, verdict } = feasibilityOf(bank, blueprint)
  const cells = blueprint.cells.map(({ competency, level }, index): CellPreview => {
    const { needed, usable } = supplies[index] ?? { needed: 0, usable: 0 }
    const exposure = usable === 0 ? 1 : Math.min(1, needed / usable)
    return { competency, level, needed, usable, exposure }
  })
  const itemCount = cells.reduce((sum, { needed }) => sum + needed, 0)
  const shared = cells.reduce((sum, { needed, exposure }) => sum + needed * exposure, 0)
  const target = targetOf(bank, blueprint)
  const hasTrials = blueprint.constraints !== undefined && verdict !== 'infeasible'
  const trials = hasTrials ? trialDraws(bank, blueprint) : null
  const byCount = itemCount === 0 ? 0 : shared / itemCount
  return {
    verdict,
    cells,
    itemCount,
    expectedSeconds: target.expectedSeconds,
    timeLimitSeconds: blueprint.timeLimitSeconds,
    jobRelevance: jobRelevance(bank, blueprint),
    overlap: trials && trials.refused < trials.draws ? trials.overlap : byCount,
    target,
  }
}
