import type { Truth } from '../../review/case-source.ts'
import type { Finding } from '../../review/decision.ts'
import type { KnownAccuracy } from '../../review/statistics-views.ts'
import { compareText } from '../../text.ts'
import { shareOf } from './share-of.ts'
import { trendOfShares } from './trend-of-shares.ts'

/** A decision about a known case. */
export interface KnownVerdict {
  readonly truth: Truth
  readonly finding: Finding
  readonly decidedAt: Date
}

const HOUR_MS = 3_600_000

/** What has consequences for a candidate: only these two count as finding misconduct. */
function isHeldAgainst(finding: Finding): boolean {
  return finding === 'invalidated' || finding === 're-test'
}

/** Whether a finding does right by what had been planted. */
export function isRight({ truth, finding }: Pick<KnownVerdict, 'truth' | 'finding'>): boolean {
  return isHeldAgainst(finding) === (truth === 'misconduct')
}

/**
 * How well known cases were judged: the share of planted misconduct that had consequences, of
 * clean cases that had none, and whether the share judged rightly changes over calendar quarters.
 * `inconclusive` has no consequence: right of a clean case, a miss of planted misconduct.
 */
export function knownAccuracy(
  verdicts: readonly KnownVerdict[],
  utcOffsetHours: number,
): KnownAccuracy {
  const rightOf = (truth: Truth) => {
    const own = verdicts.filter((one) => one.truth === truth)
    return shareOf(own.filter(isRight).length, own.length)
  }
  const byQuarter = Map.groupBy(verdicts, ({ decidedAt }) => quarterOf(decidedAt, utcOffsetHours))
  const quarters = [...byQuarter]
    .sort(([one], [other]) => compareText(one, other))
    .map(([quarter, own]) => ({ quarter, count: own.filter(isRight).length, total: own.length }))
  const trend = trendOfShares(quarters.map((one) => ({ ...one, score: ordinalOf(one.quarter) })))
  return {
    decided: verdicts.length,
    sensitivity: rightOf('misconduct'),
    specificity: rightOf('clean'),
    quarters: quarters.map(({ quarter, count, total }) => ({
      quarter,
      correct: shareOf(count, total),
    })),
    trend: trend && { ...trend, direction: directionOf(trend.z) },
  }
}

function directionOf(z: number): 'better' | 'worse' | 'none' {
  if (z === 0) return 'none'
  return z > 0 ? 'better' : 'worse'
}

/** `2026-Q3`, by the calendar at a fixed offset from UTC. */
function quarterOf(at: Date, utcOffsetHours: number): string {
  const local = new Date(at.getTime() + utcOffsetHours * HOUR_MS)
  return `${local.getUTCFullYear()}-Q${Math.floor(local.getUTCMonth() / 3) + 1}`
}

function ordinalOf(quarter: string): number {
  return 4 * Number(quarter.slice(0, 4)) + Number(quarter.slice(-1))
}
