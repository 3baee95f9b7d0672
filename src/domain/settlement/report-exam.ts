import type { Bank } from '../bank/bank.ts'
import type { Flag } from '../forensics/flag.ts'
import { INDICATORS } from '../forensics/indicators.ts'
import { empiricalReliability } from '../measurement/reliability.ts'
import type { Scores } from '../measurement/scores.ts'
import type { PolicyOutcome } from '../policy/policy.ts'
import { auditAttempts, type HeldExam } from './audit-attempts.ts'
import { groupAbility } from './group-ability.ts'
import { median } from './median.ts'
import type { ExamReport } from './views.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** One closed attempt's latest settlement, with what it did on each item. */
export interface ReportedAttempt {
  readonly scores: Scores
  readonly flags: readonly Flag[]
  readonly outcome: PolicyOutcome
  readonly items: readonly {
    readonly itemId: string
    readonly correct: boolean | null
    readonly seconds: number | null
  }[]
}

/** Attempts below which no share, mean or reliability of a group is shown. */
const FEWEST_ATTEMPTS = 30
/** Below this an item's share and time would tell about persons, not about the item. */
const FEWEST_PRESENTATIONS = 5
const BIN_WIDTH = 0.5

/** The figures of a report that follow from the attempts alone. */
export function reportExam(
  exam: HeldExam,
  attempts: readonly ReportedAttempt[],
): Pick<
  ExamReport,
  | 'reliability'
  | 'standardErrorMean'
  | 'levels'
  | 'thetaHistogram'
  | 'passShare'
  | 'flags'
  | 'outcomes'
  | 'competencies'
  | 'items'
  | 'audit'
  | 'calibrated'
> {
  const { bank, blueprint } = exam
  const overall = attempts.map(({ scores }) => scores.overall)
  const isEnough = attempts.length >= FEWEST_ATTEMPTS
  const passed = attempts.filter(({ scores }) => scores.passed).length
  const countEffect = (effect: PolicyOutcome['effect']) =>
    attempts.filter(({ outcome }) => outcome.effect === effect).length
  return {
    reliability: isEnough ? empiricalReliability(overall, true) : null,
    standardErrorMean: isEnough ? mean(overall.map(({ standardError }) => standardError)) : null,
    levels: blueprint.levels.map(({ id, name, cut }) => ({
      id,
      name,
      cut,
      count: overall.filter(({ level }) => level === id).length,
    })),
    thetaHistogram: histogram(overall.map(({ theta }) => theta)),
    passShare: isEnough ? { ...wilsonInterval(passed, attempts.length) } : null,
    flags: INDICATORS.map(({ id, name }) => ({
      indicator: id,
      name,
      count: attempts.filter(({ flags }) => flags.some(({ indicator }) => indicator === id)).length,
    })),
    outcomes: {
      granted: countEffect('grant'),
      held: countEffect('hold'),
      withheld: countEffect('withhold'),
    },
    competencies: isEnough ? competencyMeans(bank, attempts) : [],
    items: itemRows(bank, attempts),
    audit: isEnough ? auditAttempts(exam, attempts) : null,
    calibrated: exam.calibrated?.size ?? 0,
  }
}

function histogram(thetas: readonly number[]): ExamReport['thetaHistogram'] {
  const bins = new Map<number, number>()
  for (const theta of thetas) {
    const bin = Math.floor(Math.max(-4, Math.min(3.99, theta)) / BIN_WIDTH)
    bins.set(bin, (bins.get(bin) ?? 0) + 1)
  }
  return Array.from({ length: 16 }, (_, index) => {
    const bin = index - 8
    return { from: bin * BIN_WIDTH, to: (bin + 1) * BIN_WIDTH, count: bins.get(bin) ?? 0 }
  })
}

function competencyMeans(
  bank: Bank,
  attempts: readonly ReportedAttempt[],
): ExamReport['competencies'] {
  return bank.competencies.flatMap(({ id, name }) => {
    const estimates = attempts.flatMap(({ scores }) =>
      scores.competencies.flatMap(({ competency, estimate }) =>
        competency === id ? [estimate] : [],
      ),
    )
    if (estimates.length < FEWEST_ATTEMPTS) return []
    // As on the gap map: the mean of shrunken estimates would lie too near the prior's.
    const { value, low, high } = groupAbility(estimates, null).mean
    return [{ id, name, mean: value, low, high, count: estimates.length }]
  })
}

function itemRows(bank: Bank, attempts: readonly ReportedAttempt[]): ExamReport['items'] {
  const seen = new Map<string, { correct: number; seconds: number[]; presented: number }>()
  for (const { itemId, correct, seconds } of attempts.flatMap(({ items }) => items)) {
    const row = seen.get(itemId) ?? { correct: 0, seconds: [], presented: 0 }
    row.presented += 1
    if (correct) row.correct += 1
    if (seconds !== null) row.seconds.push(seconds)
    seen.set(itemId, row)
  }
  return bank.items.flatMap(({ id, stem, competency, level }) => {
    const row = seen.get(id)
    if (!row) return []
    const isEnough = row.presented >= FEWEST_PRESENTATIONS
    return [
      {
        itemId: id,
        stem,
        competency,
        level,
        presented: row.presented,
        correctShare: isEnough ? row.correct / row.presented : null,
        medianSeconds: isEnough ? median(row.seconds) : null,
      },
    ]
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
