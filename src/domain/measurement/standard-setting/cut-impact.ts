import normal from '@stdlib/stats-base-dists-normal'
import { mean } from './spread.ts'

interface Ability {
  readonly theta: number
  readonly standardError: number
}

/** Share of a population N(0, 1) at or above a cut: 1 - Phi(cut). */
export function shareOfPopulation(cut: number): number {
  return normal.cdf(-cut, 0, 1)
}

/**
 * Expected share of persons at or above a cut: the mean of Phi((theta - cut) / SE), each ability
 * with its own error (Rudner 2001); exact estimates pass at the cut. Null for nobody.
 */
export function shareOfPersons(cut: number, persons: readonly Ability[]): number | null {
  if (persons.length === 0) return null
  return mean(
    persons.map(({ theta, standardError }) => {
      if (standardError === 0) return theta >= cut ? 1 : 0
      return normal.cdf((theta - cut) / standardError, 0, 1)
    }),
  )
}
