import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import type { MatchModel } from './match-model.ts'
import { type Answerer, matchChances, type SharedAnswers, UNLIKE } from './shared-answers.ts'

/** A sum of matches against its expectation, each item with a weight. */
interface WeightedMatches {
  readonly weightOf: (chance: number) => number
}

/**
 * Unconditional omega (Romero, Riascos & Jara 2015, JEBS 40:435): (M - sum pi) / sqrt(sum pi
 * (1 - pi)), pi_i = sum over answers k of P_ik(theta_a) P_ik(theta_b). About standard normal in
 * honest work with 40 items and more; its tail is not, so p values come from the exact
 * distribution (`matchTail`). Assumes answers independent given ability. Null without variance.
 */
export function omega(shared: SharedAnswers): number | null {
  return standardize(shared, { weightOf: () => 1 })
}

/**
 * The same with weights -log pi (Trout & Gorney 2025): a match that was unlikely counts more. A
 * statistic to look at; no p is taken from it.
 */
export function weightedOmega(shared: SharedAnswers): number | null {
  return standardize(shared, { weightOf: (chance) => -Math.log(chance) })
}

function standardize(shared: SharedAnswers, { weightOf }: WeightedMatches): number | null {
  const chances = matchChances(shared)
  let [excess, variance] = [0, 0]
  for (let at = 0; at < shared.count; at += 1) {
    const chance = chances[at] as number
    const weight = weightOf(chance)
    excess += weight * ((shared.outcomes[at] === UNLIKE ? 0 : 1) - chance)
    variance += weight * weight * chance * (1 - chance)
  }
  return variance > 0 ? excess / Math.sqrt(variance) : null
}

/**
 * Directional omega (Wollack 1997, APM 21:307): the source's answers are taken as given, p_i is the
 * chance that the copier gives them, (M - sum p) / sqrt(sum p (1 - p)). Null without variance.
 */
export function directionalOmega(
  model: MatchModel,
  copier: Answerer,
  source: Answerer,
): number | null {
  let [excess, variance] = [0, 0]
  for (let item = 0; item < model.itemCount; item += 1) {
    const given = source.answers[item] as number
    const own = copier.answers[item] as number
    if (given === MISSING || own === MISSING || given >= (model.counts[item] as number)) continue
    const chance = copier.chances[item * model.stride + given] as number
    excess += (given === own ? 1 : 0) - chance
    variance += chance * (1 - chance)
  }
  return variance > 0 ? excess / Math.sqrt(variance) : null
}
