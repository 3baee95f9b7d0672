import type { PointEstimate } from '../point-estimates.ts'

/** A scale people read, linear in ability: theta 0 is `mean`, one theta is `deviation`. */
export interface Scale {
  readonly mean: number
  readonly deviation: number
  /** Scores never lie outside; none unless told. */
  readonly lowest?: number
  readonly highest?: number
  /** Scores are rounded to multiples of it; 1 unless told. */
  readonly step?: number
}

export interface ScaleScore {
  readonly score: number
  /** In units of the scale, not rounded; null where nothing is known. */
  readonly standardError: number | null
}

/** Mean 500, SD 100, between 200 and 800. */
export const COMMON_SCALE: Scale = { mean: 500, deviation: 100, lowest: 200, highest: 800 }

/**
 * Linear transformation of an ability (Kolen & Brennan 2014, ch. 9): mean + SD theta, within
 * bounds, rounded; its standard error is SD times the one of theta. A bound cuts the score, not
 * the error: at a bound less is known than the score seems to say.
 * Throws where the scale has no positive deviation or no room between its bounds.
 */
export function scaleScore(
  { theta, standardError }: PointEstimate,
  scale: Scale = COMMON_SCALE,
): ScaleScore {
  const { mean, deviation, step = 1 } = scale
  const lowest = scale.lowest ?? Number.NEGATIVE_INFINITY
  const highest = scale.highest ?? Number.POSITIVE_INFINITY
  if (!(deviation > 0) || !(step > 0) || !(lowest < highest)) throw new Error('no usable scale')
  const rounded = Math.round((mean + deviation * theta) / step) * step
  const known = Number.isFinite(standardError)
  return {
    score: Math.min(highest, Math.max(lowest, rounded)),
    standardError: known ? deviation * standardError : null,
  }
}
