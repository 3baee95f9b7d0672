import type { AttemptRecord } from './attempt-record.ts'
import { awayPays } from './behavior/away-pays.ts'
import type { Flag } from './flag.ts'
import type { Indicator } from './indicator.ts'
import { lookUp } from './look-up.ts'
import { rapidGuessing } from './rapid-guessing.ts'
import { responseTime } from './response-time.ts'
import { timeAway } from './time-away.ts'

/** Every indicator; the order is the order of flags on the auditor's page. */
export const INDICATORS: readonly Indicator[] = [
  timeAway,
  awayPays,
  lookUp,
  responseTime,
  rapidGuessing,
]

/** All flags of an attempt: evidence for people to weigh, never a verdict. */
export function examineAttempt(record: AttemptRecord): Flag[] {
  return INDICATORS.map((indicator) => indicator.examine(record)).filter((flag) => flag !== null)
}
