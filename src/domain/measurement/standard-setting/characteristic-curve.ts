import type { ItemParameters } from '../../bank/item.ts'
import { probabilityCorrect } from '../item-response.ts'

type Parameters = readonly Readonly<ItemParameters>[]

/** Where abilities are looked for, on the scale with mean 0 and SD 1. */
const LOWEST_THETA = -6
const HIGHEST_THETA = 6

/** Test characteristic curve: expected number of right answers at an ability (Lord 1980). */
export function expectedScoreAt(theta: number, parameters: Parameters): number {
  return parameters.reduce((sum, one) => sum + probabilityCorrect(theta, one), 0)
}

/** Slope of the test characteristic curve: sum of a (P - c) (1 - P) / (1 - c). */
export function slopeAt(theta: number, parameters: Parameters): number {
  return parameters.reduce((sum, one) => {
    const { discrimination: a, guessing: c } = one
    const p = probabilityCorrect(theta, one)
    return sum + (a * (p - c) * (1 - p)) / (1 - c)
  }, 0)
}

/**
 * The ability at which a raw score is expected, by bisection of the curve, which only rises.
 * Null where no ability from -6 to 6 expects it: scores at the guessing level or full marks.
 */
export function thetaOfScore(score: number, parameters: Parameters): number | null {
  let low = LOWEST_THETA
  let high = HIGHEST_THETA
  if (parameters.length === 0) return null
  if (!(score > expectedScoreAt(low, parameters))) return null
  if (!(score < expectedScoreAt(high, parameters))) return null
  // 12 / 2^60 is below what a double can tell apart here.
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (expectedScoreAt(middle, parameters) < score) low = middle
    else high = middle
  }
  return (low + high) / 2
}
