import { quantile } from '../../quantile.ts'

/** How one person's ability changed since an earlier exam. */
export interface GainedScore {
  readonly before: number
  readonly after: number
  readonly gain: number
  /** Of the difference: both standard errors together. */
  readonly error: number
}

/** What persons usually gain, and the SD of true gains. */
export interface UsualGain {
  readonly gain: number
  readonly spread: number
}

/** Fewer gains don't tell what is usual. */
export const FEWEST_PERSONS = 30

/** Distance between the quartiles of a standard normal distribution. */
const NORMAL_QUARTILES = 1.3489795003921634

/**
 * Median gain, and how far true gains spread: the variance that the quartiles tell, less the mean
 * variance of the errors. A quarter of the persons would have to be impostors to move either much.
 * Null for fewer than 30 persons.
 */
export function usualGain(gained: readonly GainedScore[]): UsualGain | null {
  if (gained.length < FEWEST_PERSONS) return null
  const gains = Float64Array.from(gained, ({ gain }) => gain).sort()
  const noise = gained.reduce((sum, { error }) => sum + error ** 2, 0) / gained.length
  const deviation = (quantile(gains, 0.75) - quantile(gains, 0.25)) / NORMAL_QUARTILES
  return {
    gain: quantile(gains, 0.5),
    spread: Math.sqrt(Math.max(0, deviation ** 2 - noise)),
  }
}
