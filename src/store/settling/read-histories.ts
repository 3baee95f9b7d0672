import type { EntityManager } from '@mikro-orm/postgresql'
import type { AttemptHistory } from '../../domain/policy/attempt-history.ts'
import { creditYear, startOfYear } from '../../domain/policy/credit-cycles.ts'
import { uuidArray } from '../uuid-array.ts'

/** An attempt whose history is asked for. */
export interface HistoryOf {
  readonly id: string
  readonly candidateId: string
  readonly startedAt: Date
}

const DAYS_A_MONTH = 365.25 / 12
const DAY_MS = 86_400_000

/**
 * Credits of the calendar year in which each attempt began, without its own and those earned
 * later, and results passed before it began, by program. As they stand now: an earlier result
 * that was found invalid meanwhile, or is under review, is none; a re-test is none of its own.
 */
export async function readHistories(
  em: EntityManager,
  attempts: readonly HistoryOf[],
): Promise<ReadonlyMap<string, AttemptHistory>> {
  if (attempts.length === 0) return new Map()
  const candidates = uuidArray([...new Set(attempts.map(({ candidateId }) => candidateId))])
  const credits = await em.execute<CreditRow[]>(
    `select person_id as "personId", source, attempt_id as "attemptId",
       (extract(epoch from earned_at) * 1000)::float8 as "earnedMs",
       sum(credit_posting.amount)::int as amount
     from credit_transaction join credit_posting using (origin, sequence)
     where person_id = any(?::uuid[]) and account in ('available', 'expired')
     group by person_id, source, attempt_id, earned_at`,
    [candidates],
  )
  const passes = await em.execute<PassRow[]>(
    `select attempt.id, attempt.candidate_id as "personId", bank_version.program,
       (extract(epoch from attempt.closed_at) * 1000)::float8 as "closedMs"
     from attempt join exam on exam.id = attempt.exam_id
     join bank_version on bank_version.id = exam.bank_version_id
     join lateral (select scores, facts from settlement where attempt_id = attempt.id
       order by number desc limit 1) as settled on true
     where attempt.candidate_id = any(?::uuid[]) and attempt.state <> 'running'
       and (exam.final_at is not null or exam.release_results = 'at-submission')
       and exam.verifies_exam_id is null and (settled.scores ->> 'passed')::boolean
       and settled.facts ->> 'finding' not in ('invalidated', 're-test')
       and settled.facts ->> 'caseState' <> 'open'`,
    [candidates],
  )
  const creditsOf = Map.groupBy(credits, ({ personId }) => personId)
  const passesOf = Map.groupBy(passes, ({ personId }) => personId)
  return new Map(
    attempts.map((attempt) => {
      const own = creditsOf.get(attempt.candidateId) ?? []
      return [attempt.id, historyOf(attempt, own, passesOf.get(attempt.candidateId) ?? [])]
    }),
  )
}

interface CreditRow {
  readonly personId: string
  readonly source: 'competence' | 'attendance'
  readonly attemptId: string | null
  readonly earnedMs: number
  readonly amount: number
}
interface PassRow {
  readonly id: string
  readonly personId: string
  readonly program: string
  readonly closedMs: number
}

function historyOf(
  { id, startedAt }: Omit<HistoryOf, 'candidateId'>,
  credits: readonly CreditRow[],
  passes: readonly PassRow[],
): AttemptHistory {
  const startedMs = startedAt.getTime()
  const yearFrom = startOfYear(creditYear(startedMs))
  const own = credits.filter(
    ({ attemptId, earnedMs }) => attemptId !== id && earnedMs >= yearFrom && earnedMs < startedMs,
  )
  const sum = (source: CreditRow['source']) =>
    own.reduce((total, row) => total + (row.source === source ? row.amount : 0), 0)
  const earlier = passes.filter(({ closedMs }) => closedMs < startedMs)
  const programs = Map.groupBy(earlier, ({ program }) => program)
  return {
    competenceCredits: sum('competence'),
    attendanceCredits: sum('attendance'),
    earlierPasses: Object.fromEntries(
      [...programs].map(([program, found]) => {
        const latest = Math.max(...found.map(({ closedMs }) => closedMs))
        const monthsSince = (startedMs - latest) / DAY_MS / DAYS_A_MONTH
        return [program, { count: found.length, monthsSince }]
      }),
    ),
  }
}
