import type { ItemParameters, TimeParameters } from '../bank/item.ts'
import type { AbsenceShape } from './behavior/absence-shape.ts'
import type { PageLoads } from './behavior/page-loads.ts'

/** One item of an attempt as the forensics see it. */
export interface ItemRecord {
  readonly itemId: string
  readonly position: number
  readonly correct: boolean | null
  /** Time in view until the final answer, page hidden or covered not counted; null: never answered. */
  readonly seconds: number | null
  /** Reading and working time the item is expected to need. */
  readonly expectedSeconds: number
  readonly optionCount: number
  readonly parameters: ItemParameters
  readonly timeParameters: TimeParameters
  /** What absences have to do with the answer; absent where no journal was read. */
  readonly absence?: ItemAbsence
}

/** Absences about one item that count: the page hidden, and no innocent shape recognised. */
export interface ItemAbsence {
  /** Time away while the item was the one in view, before its final answer. */
  readonly awayMs: number
  /** From the last return within the item to its final answer; null where there was none. */
  readonly answeredAfterMs: number | null
  /** Whether the item came into view right after an absence that began on another one. */
  readonly follows: boolean
}

/** A stretch in which the exam page was hidden or without focus, in ms since the start. */
export interface AwayInterval {
  readonly fromMs: number
  readonly toMs: number
  readonly itemId: string | null
  readonly kind: 'hidden' | 'blurred'
  /** True while the browser also reported to be offline, or no heartbeat could be expected. */
  readonly offline: boolean
  /** What it looks like; only 'away' counts. Absent in records of before shapes were told. */
  readonly shape?: AbsenceShape
  /** The candidate's explanation, when one was given. */
  readonly explanation: string | null
}

/** Everything an indicator may look at. */
export interface AttemptRecord {
  readonly items: readonly ItemRecord[]
  readonly away: readonly AwayInterval[]
  readonly elapsedMs: number
  /** Ability estimate of this attempt, for indicators that need one. */
  readonly theta: number
  /** SD of speed (tau) over candidates; from the cohort, or a stated prior. */
  readonly speedDeviation: number
  /** Whether item times come from a calibration on a cohort or from priors. */
  readonly timesCalibrated: boolean
  /** Extra time or assistive technology approved for this candidate. */
  readonly accommodated: boolean
  /** How often and where the page was opened; absent where no journal was read. */
  readonly pageLoads?: PageLoads
}
