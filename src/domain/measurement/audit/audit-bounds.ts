import type { AuditCode, AuditRating } from './audit.ts'

/** Figures about the same side of an exam; a verdict counts each side once. */
export type AuditFamily =
  | 'decision'
  | 'reliability'
  | 'discrimination'
  | 'ceiling-persons'
  | 'ceiling-items'
  | 'pass-share'
  | 'chance'
  | 'pace'
  | 'look-up'
  | 'repetition'
  | 'coverage'

export interface Bounds {
  readonly family: AuditFamily
  readonly better: 'higher' | 'lower'
  /** Good from here on. */
  readonly good: number
  /** Bad from here on; null where the figure alone never says so much. */
  readonly bad: number | null
}

/**
 * Reference bounds. From the project's table of methods (section 14) are the standard error at
 * the cut (.30 to .55), reliability (.60 to .90, where .70 is enough for low stakes), the
 * corrected item correlation of .20, the ceiling at 95 % and shares of persons of 15 to 20 %,
 * and consistency of .85 for high stakes. Where scores vary less than twice as much as those of
 * independent answers would, most of the variance is what coins would make. The other bounds were
 * chosen on simulated exams with known truth, whose seeds are not those of the reported rates.
 */
export const AUDIT_BOUNDS: Readonly<Record<AuditCode, Bounds>> = {
  'standard-error-at-cut': { family: 'decision', better: 'lower', good: 0.45, bad: 0.55 },
  accuracy: { family: 'decision', better: 'higher', good: 0.83, bad: 0.75 },
  consistency: { family: 'decision', better: 'higher', good: 0.77, bad: 0.65 },
  reliability: { family: 'reliability', better: 'higher', good: 0.7, bad: 0.6 },
  discrimination: { family: 'discrimination', better: 'higher', good: 0.7, bad: 0.5 },
  'ceiling-persons': { family: 'ceiling-persons', better: 'lower', good: 0.15, bad: 0.2 },
  'ceiling-items': { family: 'ceiling-items', better: 'lower', good: 0.2, bad: 0.4 },
  'pass-share': { family: 'pass-share', better: 'lower', good: 0.95, bad: 0.98 },
  chance: { family: 'chance', better: 'higher', good: 2.5, bad: 2 },
  'reading-time': { family: 'pace', better: 'higher', good: 1.1, bad: 0.85 },
  'finished-early': { family: 'pace', better: 'lower', good: 0.15, bad: 0.4 },
  'look-up': { family: 'look-up', better: 'lower', good: 1.8, bad: 3 },
  'times-unrelated': { family: 'look-up', better: 'higher', good: 0.05, bad: null },
  overlap: { family: 'repetition', better: 'lower', good: 0.8, bad: null },
  'repeated-items': { family: 'repetition', better: 'lower', good: 0.3, bad: 0.6 },
  coverage: { family: 'coverage', better: 'higher', good: 1, bad: 0.9 },
  'job-relevance': { family: 'coverage', better: 'higher', good: 0.6, bad: 0.4 },
}

/** A value held against its bounds. */
export function rate(bounds: Bounds, value: number): AuditRating {
  const sign = bounds.better === 'higher' ? 1 : -1
  if (sign * value >= sign * bounds.good - 1e-12) return 'good'
  if (bounds.bad === null || sign * value > sign * bounds.bad) return 'weak'
  return 'bad'
}

/**
 * At several cuts an exam is bad only where it is so at every one of them, and good only where
 * it is good at each.
 */
export function rateAll(bounds: Bounds, values: readonly number[]): AuditRating {
  const ratings = new Set(values.map((value) => rate(bounds, value)))
  if (ratings.size === 1) return [...ratings][0] ?? 'weak'
  return 'weak'
}

/** The value that speaks most against the exam. */
export function worstOf({ better }: Bounds, values: readonly number[]): number {
  return better === 'higher' ? Math.min(...values) : Math.max(...values)
}

/** The bound that a rating is about. */
export function thresholdOf(bounds: Bounds, rating: AuditRating): number {
  return rating === 'bad' ? (bounds.bad ?? bounds.good) : bounds.good
}
