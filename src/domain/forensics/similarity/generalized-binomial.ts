import { matchChances, type SharedAnswers } from './shared-answers.ts'

/**
 * P(at least `least` successes) in independent trials with the given chances: the generalized
 * binomial (Poisson binomial) by the recursion f <- (1 - pi) f + pi shift(f). All terms are
 * positive and only the upper tail is summed, so that tails of 1e-200 keep their digits.
 */
export function upperTail(chances: ArrayLike<number>, least: number): number {
  if (least <= 0) return 1
  if (least > chances.length) return 0
  // Of k successes; the last place holds "as many as asked for, or more".
  const density = new Float64Array(least + 1)
  density[0] = 1
  for (let trial = 0; trial < chances.length; trial += 1) {
    const chance = chances[trial] as number
    const rest = 1 - chance
    const top = Math.min(trial + 1, least)
    for (let count = top; count >= 1; count -= 1) {
      const kept = (density[count] as number) * (count === least ? 1 : rest)
      density[count] = kept + (density[count - 1] as number) * chance
    }
    density[0] = (density[0] as number) * rest
  }
  return Math.min(1, density[least] as number)
}

/**
 * GBT (van der Linden & Sotaridona 2006, JEBS 31:283): the probability of as many matches or more
 * if two persons worked alone, given their abilities. Exact under the model. Assumes answers
 * independent given ability; local dependence of items inflates it.
 */
export function generalizedBinomial(shared: SharedAnswers): number {
  return upperTail(matchChances(shared), shared.matches)
}

/** P(at least k successes) for every k from 0 to the number of trials. */
export function tailCounts(chances: ArrayLike<number>): Float64Array {
  const density = new Float64Array(chances.length + 1)
  density[0] = 1
  for (let trial = 0; trial < chances.length; trial += 1) {
    const chance = chances[trial] as number
    for (let count = trial + 1; count >= 1; count -= 1) {
      density[count] =
        (density[count] as number) * (1 - chance) + (density[count - 1] as number) * chance
    }
    density[0] = (density[0] as number) * (1 - chance)
  }
  for (let count = density.length - 2; count >= 0; count -= 1) {
    density[count] = (density[count] as number) + (density[count + 1] as number)
  }
  return density
}
