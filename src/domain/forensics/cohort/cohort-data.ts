import type { CalibratedModel } from '../../measurement/calibration/item-models.ts'
import type { LognormalFit } from '../../measurement/fit-lognormal-times.ts'
import type { ScoringItem } from '../../measurement/scoring/scoring-item.ts'

/** One answer changed to another; in the order in which a person made them. */
export interface ScoredChange {
  readonly person: number
  readonly item: number
  /** Score before and after; null where it was an answer taken back or not yet given. */
  readonly from: number | null
  readonly to: number | null
  /** Seconds since the start; null where the moment is not known. */
  readonly seconds: number | null
}

/** Which option each person chose. */
export interface ChosenOptions {
  /** Row by row, options from 0; -1 is missing. */
  readonly chosen: Int8Array
  /** By column: the right option, -1 where it is not known. */
  readonly keys: Int8Array
  /** By column: how many options occur or are offered. */
  readonly counts: Int8Array
}

/**
 * What the answers of persons who sat another exam before say of them, on the same scale; not drawn
 * towards a mean, which would make the able seem to have gained since.
 */
export interface EarlierScore {
  readonly theta: number
  readonly standardError: number
}

/**
 * A cohort as it was recorded: persons by items. The value of person i on item j stands at
 * i * items + j. What was not recorded at all is null.
 */
export interface CohortData {
  /** Names or ids, by row. */
  readonly persons: readonly string[]
  /** Names or ids, by column. */
  readonly items: readonly string[]
  /** Categories, 0 and 1 for right and wrong; -1 is not presented or not answered. */
  readonly scores: Int8Array
  readonly options: ChosenOptions | null
  /** Rows of seconds; not-a-number is missing. */
  readonly times: readonly Float64Array[] | null
  /** Rows of seconds out of sight while the item was in view; not-a-number where unknown. */
  readonly away: readonly Float64Array[] | null
  /** Rows of places at which an item was met, from 0; -1 not at all. Null: column order. */
  readonly places: readonly Int16Array[] | null
  readonly changes: readonly ScoredChange[] | null
  /** Units, centres, ranks: by name, one group a person. */
  readonly groupings: readonly {
    readonly name: string
    readonly groups: readonly (string | null)[]
  }[]
  /** Columns said to be compromised before the data were looked at. */
  readonly suspectItems: readonly number[]
  /** By row. */
  readonly earlier: readonly (EarlierScore | null)[] | null
}

/** Abilities of all persons under the item parameters; see `scoreCohort`. */
export interface Abilities {
  /** Maximum likelihood, bounded to [-6, 6]. */
  readonly mle: Float64Array
  /** Expected a posteriori under N(0, 1) or the latent distribution found. */
  readonly eap: Float64Array
  readonly eapError: Float64Array
  /** How many items with parameters were answered. */
  readonly answered: Int32Array
}

/** A cohort with all that indicators share, worked out once. */
export interface PreparedCohort extends CohortData {
  /** By column; null where an item has no parameters (nobody or all answered alike). */
  readonly parameters: readonly (ScoringItem | null)[]
  readonly model: CalibratedModel | 'given' | null
  /** Null where there are no parameters at all (too few persons). */
  readonly abilities: Abilities | null
  /** Null without times. */
  readonly timeFit: LognormalFit | null
}
