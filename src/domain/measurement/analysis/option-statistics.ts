/** Who chose one option of an item. */
export interface OptionStatistics {
  readonly option: string
  readonly isKey: boolean
  readonly count: number
  readonly share: number
  /** Mean share of points on the other items among those who chose it. */
  readonly meanRest: number | null
  /** Correlation of choosing it with the score on the other items. */
  readonly corrected: number | null
  /** Share choosing it in each fifth of the persons, weakest first. */
  readonly fifths: readonly number[]
  /** Smoothed share choosing it at the points of `curvePoints`. */
  readonly curve: readonly number[]
}
