import type { ItemParameters, TimeParameters } from '../bank/item.ts'

/** One item of an attempt as the forensics see it. */
export interface ItemRecord {
  readonly itemId: string
  readonly position: number
  readonly correct: boolean | null
  /** Time in view until the final answer, page hidden not counted; null when never answered. */
  readonly seconds: number | null
  /** Reading and working time the item is expected to need. */
  readonly expectedSeconds: number
  readonly optionCount: number
  readonly parameters: ItemParameters
  readonly timeParameters: TimeParameters
}

/** A stretch in which the exam page was hidden or without focus, in ms since the start. */
export interface AwayInterval {
  readonly fromMs: number
  readonly toMs: number
  readonly itemId: string | null
  readonly kind: 'hidden' | 'blurred'
  /** True while the browser also reported to be offline, or no heartbeat could be expected. */
  readonly offline: boolean
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
}
