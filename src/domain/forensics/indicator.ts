import type { LocalizedText } from '../text.ts'
import type { AttemptRecord } from './attempt-record.ts'
import type { EvidenceFamily, Flag } from './flag.ts'

/**
 * A statistic with a published basis. To add one: write one file that exports an Indicator,
 * and name it in `indicators.ts`.
 */
export interface Indicator {
  readonly id: string
  readonly family: EvidenceFamily
  readonly name: LocalizedText
  /** What it measures and where the formula comes from, for the reference page. */
  readonly source: string
  /** The flag, or null when the threshold is not passed or the attempt is too small to tell. */
  readonly examine: (record: AttemptRecord) => Flag | null
}
