import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { CognitiveLevel } from '../bank/item.ts'
import type { Blueprint } from './blueprint.ts'
import { cellKey } from './cells.ts'
import { feasibilityOf } from './feasibility.ts'
import { fixedFormsOf, summarizeFixedForms } from './fixed-forms.ts'
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
  /**
   * Share of candidates who see any one item of the cell: needed / usable, at most 1. Of fixed
   * forms, the share who see the item that most see.
   */
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
 * Constraints make some items likelier than others; then it is what trial draws show. Where the
 * blueprint holds the forms, both figures follow from them exactly.
 */
export function previewExam(planned: {
  readonly bank: Bank
  readonly blueprint: Blueprint
}): BlueprintPreview {
  const { bank, blueprint } = planned
  const { cells: supplies, verdict } = feasibilityOf(bank, blueprint)
  const forms = fixedFormsOf(blueprint)
  const shared = forms && forms.length > 0 ? summarizeFixedForms(forms) : null
  const cells = blueprint.cells.map(({ competency, level }, index): CellPreview => {
    const { needed, usable } = supplies[index] ?? { needed: 0, usable: 0 }
    const byCount = usable === 0 ? 1 : Math.min(1, needed / usable)
    const exposure = shared ? mostSeen(shared.rates, { competency, level }, bank) : byCount
    return { competency, level, needed, usable, exposure }
  })
  const itemCount = cells.reduce((sum, { needed }) => sum + needed, 0)
  const target = targetOf(bank, blueprint)
  return {
    verdict,
    cells,
    itemCount,
    expectedSeconds: target.expectedSeconds,
    timeLimitSeconds: blueprint.timeLimitSeconds,
    jobRelevance: jobRelevance(bank, blueprint),
    overlap: shared?.overlapOfCandidates ?? overlapOfDraws(planned, { cells, verdict }),
    target,
  }
}

function overlapOfDraws(
  { bank, blueprint }: { readonly bank: Bank; readonly blueprint: Blueprint },
  { cells, verdict }: Pick<BlueprintPreview, 'cells' | 'verdict'>,
): number {
  const hasTrials = blueprint.constraints !== undefined && verdict !== 'infeasible'
  const trials = hasTrials && !fixedFormsOf(blueprint) ? trialDraws(bank, blueprint) : null
  if (trials && trials.refused < trials.draws) return trials.overlap
  const itemCount = cells.reduce((sum, { needed }) => sum + needed, 0)
  const common = cells.reduce((sum, { needed, exposure }) => sum + needed * exposure, 0)
  return itemCount === 0 ? 0 : common / itemCount
}

/** Share of the forms that the item of this cell stands on which stands on most. */
function mostSeen(
  rates: ReadonlyMap<string, number>,
  cell: Pick<CellPreview, 'competency' | 'level'>,
  bank: Bank,
): number {
  const ofCell = [...rates].flatMap(([id, rate]) => {
    const item = indexOf(bank).items.get(id)
    return item && cellKey(item) === cellKey(cell) ? [rate] : []
  })
  return ofCell.reduce((most, rate) => Math.max(most, rate), 0)
}
