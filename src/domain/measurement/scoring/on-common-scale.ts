import type { PointEstimate } from '../point-estimates.ts'
import { scaleScore } from './scale-score.ts'

/** Of 95 % of a normal distribution, on either side. */
const Z = 1.959964

/** A score on the common scale and the ends of its 95 % interval, all rounded and within bounds. */
export interface CommonScore {
  readonly score: number
  readonly low: number
  readonly high: number
}

/** An ability and its 95 % interval (theta +- 1.96 SE) on the common scale. */
export function onCommonScale({ theta, standardError }: PointEstimate): CommonScore {
  const scoreAt = (value: number) => scaleScore({ theta: value, standardError }).score
  return {
    score: scoreAt(theta),
    low: scoreAt(theta - Z * standardError),
    high: scoreAt(theta + Z * standardError),
  }
}
