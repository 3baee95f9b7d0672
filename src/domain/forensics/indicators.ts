import type { AttemptRecord } from './attempt-record.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { rapidGuessing } from './rapid-guessing.ts'
import { responseTime } from './response-time.ts'
import { timeAway } from './time-away.ts'

/** Every indicator; the order is the order of flags on the auditor's page. */
export const INDICATORS: readonly Indicator[] = [timeAway, responseTime, rapidGuessing]

/** All flags of an attempt: evidence for people to weigh, never a verdict. */
export function examineAttempt(record: AttemptRecord): Flag[] {
  return INDICATORS.map((indicator) => indicator.examine(record)).filter((flag) => flag !== null)
}
