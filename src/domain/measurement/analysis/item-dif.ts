import type { LocalizedText } from '../../text.ts'
import type { LogisticDif } from './logistic-dif.ts'
import type { MantelHaenszel } from './mantel-haenszel.ts'

/** How much is said of an item by the persons of the smaller group who answered it. */
export type DifGrounds = 'both' | 'mantel-haenszel' | 'shrunken' | 'too-few' | 'not-dichotomous'

export type DifVerdict = 'none' | 'negligible' | 'moderate' | 'large' | 'no-verdict'

/** Differential item functioning of one item between two groups. */
export interface ItemDif {
  readonly item: string
  /** Persons of the reference and the focal group who answered it. */
  readonly counts: readonly [number, number]
  readonly grounds: DifGrounds
  /** Matched on the whole score, and on the score without suspicious items. */
  readonly plain: MantelHaenszel | null
  readonly purified: MantelHaenszel | null
  readonly logistic: LogisticDif | null
  /** Of the purified tests, over the items (Benjamini & Hochberg 1995). */
  readonly q: number | null
  readonly logisticQ: number | null
  /** ETS class of the purified result. */
  readonly etsClass: 'A' | 'B' | 'C' | null
  /** Empirical-Bayes delta (Zwick, Thayer & Lewis 1999): what small samples allow to say. */
  readonly shrunkenDelta: number | null
  readonly verdict: DifVerdict
  readonly message: LocalizedText
}
