/** What can be wrong with a field of a draft. */
export type FaultCode =
  | 'missing'
  | 'not-positive'
  | 'not-whole'
  | 'out-of-range'
  | 'same-cell-twice'
  | 'no-cell'
  | 'too-few-levels'
  | 'cuts-not-rising'
  | 'no-such-time'
  | 'closes-before-opening'
  | 'passing-level-without-cut'
  | 'no-limit'
  | 'most-below-least'
  | 'more-than-form'
  | 'no-key'

/** Faults by the paths of their fields. */
export type Faults = Record<string, FaultCode>
