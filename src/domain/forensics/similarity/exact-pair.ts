import { generalizedBinomial } from './generalized-binomial.ts'
import { m4 } from './m4.ts'
import type { MatchModel } from './match-model.ts'
import { omega, weightedOmega } from './omega.ts'
import { type Answerer, shareAnswers } from './shared-answers.ts'

/** Fewer shared items say too little of a pair; 30 and more are needed for full power. */
export const FEWEST_SHARED = 20

/** All that is said of one pair. */
export interface PairStatistics {
  /** Items both answered. */
  readonly shared: number
  readonly matches: number
  readonly identicalWrong: number
  readonly omega: number
  readonly weightedOmega: number
  /** Generalized binomial test, exact under the model. */
  readonly gbt: number
  /** M4, exact under the model. */
  readonly m4: number
  /** Of the pair: the smaller of GBT and M4, doubled, because both were looked at. */
  readonly p: number
}

/**
 * The exact statistics of a pair that a screen let through. Null with fewer than 20 shared items
 * or where all answers were certain. Both p are exact for known abilities; with estimated ones
 * they err to the safe side: in honest simulated cohorts (100 to 300 persons, 30 to 120 items,
 * scores and options, missing answers, own forms, 3PL data) p < .05 in at most .014 of pairs and
 * p < .001 in at most .0002. Local dependence, mistakes of a teacher of both, or a calibration
 * that rings took part in make honest pairs look alike: what all pairs of the cohort show must be
 * looked at beside them. Below 1 ms at 170 shared items.
 */
export function exactPair(model: MatchModel, a: Answerer, b: Answerer): PairStatistics | null {
  const shared = shareAnswers(model, a, b)
  if (shared.count < FEWEST_SHARED) return null
  const [plain, weighted] = [omega(shared), weightedOmega(shared)]
  if (plain === null || weighted === null) return null
  const [gbt, joint] = [generalizedBinomial(shared), m4(shared)]
  return {
    shared: shared.count,
    matches: shared.matches,
    identicalWrong: shared.identicalWrong,
    omega: plain,
    weightedOmega: weighted,
    gbt,
    m4: joint,
    p: Math.min(1, 2 * Math.min(gbt, joint)),
  }
}
