import type { PairBlock, PairPlan } from '../domain/forensics/similarity/pair-plan.ts'
import { type PairScreen, screenPairs } from '../domain/forensics/similarity/pair-screen.ts'

export interface PairScreenTask {
  /** Its arrays lie in shared memory; handing it over copies nothing large. */
  readonly plan: PairPlan
  readonly block: PairBlock
}

/** What runs in a thread of the pair screener. */
export function screenPairsInThread({ plan, block }: PairScreenTask): PairScreen {
  return screenPairs(plan, block)
}
