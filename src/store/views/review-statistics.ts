import { say } from '../../domain/bank/finding.ts'
import type { CaseSource } from '../../domain/review/case-source.ts'
import { FINDING_NAMES, FINDINGS, type Finding } from '../../domain/review/decision.ts'
import type {
  OriginCounts,
  RateKind,
  ReviewStatistics,
} from '../../domain/review/statistics-views.ts'
import { ageBandName, ageBandOf } from '../../domain/settlement/age-band.ts'
import { agreementOf } from '../../domain/settlement/review-statistics/agreement-of.ts'
import {
  flagRates,
  type RatedAttempt,
} from '../../domain/settlement/review-statistics/flag-rates.ts'
import {
  type KnownVerdict,
  knownAccuracy,
} from '../../domain/settlement/review-statistics/known-accuracy.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { currentCase } from '../review/current-case.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { type AppealedFinding, overturnedOf } from './my-accuracy.ts'

interface Asked {
  readonly examId: string | null
  readonly now: Date
  readonly utcOffsetHours: number
}
interface CountedExam {
  readonly id: string
  readonly title: LocalizedText
  readonly simulated: boolean
}
/** A case; of a known one its decision. */
interface CountedCase {
  readonly origin: CaseSource
  readonly finding: Finding | null
  readonly overdue: boolean
}

/**
 * Statistics of review in the branches of a scope, over real exams; over simulated ones where
 * there are no others, or one was asked for.
 */
export async function getReviewStatistics(
  sql: Sql,
  scope: Scope,
  asked: Asked,
): Promise<ReviewStatistics> {
  const { exams, ...found } = await read(sql, scope, async (tx) => {
    const counted = await countedExams(tx, asked)
    const ids = counted.map(({ id }) => id)
    return {
      exams: counted,
      pairs: await firstPairs(tx, ids),
      cases: await countedCases(tx, ids, asked.now),
      appealed: await appealedFindings(tx, ids),
      attempts: await ratedAttempts(tx, ids),
    }
  })
  const planted = await plantedCases(sql, scope, { exams, now: asked.now })
  const known = planted.filter(isVerdict)
  const cases = [...found.cases, ...planted]
  const open = cases.filter(({ finding }) => finding === null)
  return {
    simulated: exams.some(({ simulated }) => simulated),
    auditors: found.pairs.auditors,
    agreement: agreementOf(found.pairs.rows.map(({ pair }) => pair)),
    exams: exams.map(({ id, title, simulated }) => {
      const own = found.pairs.rows.filter(({ examId }) => examId === id)
      const agreement = agreementOf(own.map(({ pair }) => pair))
      return { examId: id, title, simulated, agreement }
    }),
    known: knownAccuracy(known, asked.utcOffsetHours),
    overturned: overturnedOf(found.appealed),
    open: { cases: open.length, overdue: open.filter(({ overdue }) => overdue).length },
    origins: originsOf(cases.filter(({ finding }) => finding !== null)),
    rates: flagRates(found.attempts, groupName),
  }
}

/** Exams with a closed attempt in the scope. */
async function countedExams(tx: SqlTransaction, { examId }: Asked): Promise<CountedExam[]> {
  const exams = await tx<CountedExam[]>`
    select exam.id, exam.blueprint -> 'title' as title, exam.simulated from exam
    where exists (select 1 from attempt where attempt.exam_id = exam.id
      and state <> 'running' and probity_covers(attempt.unit_path))
      and (${examId}::uuid is null or exam.id = ${examId})
    order by exam.opens_at desc, exam.id`
  const real = exams.filter(({ simulated }) => !simulated)
  return real.length > 0 ? real : exams
}

/** The first two decisions about decided cases: a third one shows only after both. */
async function firstPairs(tx: SqlTransaction, examIds: readonly string[]) {
  const rows = await tx<{ examId: string; pair: [Finding, Finding] }[]>`
    select exam_id as "examId", jsonb_agg(finding order by turn) as pair
    from (select decision.case_id, decision.finding, review_case.exam_id,
        row_number() over (partition by case_id
          order by decision.decided_at, decision.id) as turn
      from decision join review_case on review_case.id = case_id
      where review_case.finding is not null and exam_id = any(${[...examIds]}::uuid[])) as taken
    where turn <= 2 group by case_id, exam_id having count(*) = 2`
  const [counted] = await tx<{ auditors: number }[]>`
    select count(distinct auditor_id)::int as auditors from decision
    join review_case on review_case.id = case_id and exam_id = any(${[...examIds]}::uuid[])`
  return { rows, auditors: counted?.auditors ?? 0 }
}

function countedCases(tx: SqlTransaction, examIds: readonly string[], now: Date) {
  return tx<CountedCase[]>`
    select origin, finding, finding is null and due_at < ${now} as overdue from review_case
    where exam_id = any(${[...examIds]}::uuid[])`
}

function appealedFindings(tx: SqlTransaction, examIds: readonly string[]) {
  return tx<AppealedFinding[]>`
    select review_case.finding, appeal_decision.finding as "onAppeal"
    from appeal join review_case on review_case.id = appeal.case_id
    left join appeal_decision on appeal_decision.appeal_id = appeal.id
    where review_case.exam_id = any(${[...examIds]}::uuid[])`
}

type PlantedCase = CountedCase & Pick<KnownVerdict, 'truth'> & { readonly decidedAt: Date | null }

function isVerdict(planted: PlantedCase): planted is PlantedCase & KnownVerdict {
  return planted.finding !== null && planted.decidedAt !== null
}

/** Known cases show to their own auditor only; what is told here is nobody's in particular. */
function plantedCases(
  sql: Sql,
  scope: Scope,
  { exams, now }: { readonly exams: readonly CountedExam[]; readonly now: Date },
): Promise<readonly PlantedCase[]> {
  const branches = 'system' in scope ? ['/'] : scope.branches
  return read(
    sql,
    SYSTEM,
    (tx) => tx<PlantedCase[]>`
      select 'known' as origin, truth, finding, known_decision.decided_at as "decidedAt",
        finding is null and due_at < ${now} as overdue
      from known_case left join known_decision on known_case.id = case_id
      where exam_id = any(${exams.map(({ id }) => id)}::uuid[]) and exists (
        select 1 from unnest(${[...branches]}::text[]) as branch
        where starts_with(known_case.unit_path, branch))`,
  )
}

function originsOf(cases: readonly CountedCase[]): OriginCounts[] {
  return [...Map.groupBy(cases, ({ origin }) => origin)].map(([origin, own]) => ({
    origin,
    decided: own.length,
    findings: FINDINGS.map((finding) => ({
      finding,
      name: FINDING_NAMES[finding],
      count: own.filter((one) => one.finding === finding).length,
    })),
  }))
}

interface RatedColumns {
  readonly rank: string
  readonly birthYear: number | null
  readonly year: number
  readonly devices: string[]
  readonly accommodated: boolean
  readonly flagged: boolean
  readonly hasCase: boolean
  readonly finding: Finding | null
}

async function ratedAttempts(
  tx: SqlTransaction,
  examIds: readonly string[],
): Promise<RatedAttempt[]> {
  const rows = await tx<RatedColumns[]>`
    select person.rank, person.birth_year as "birthYear",
      extract(year from exam.opens_at)::int as year,
      assignment.assistive_technology or assignment.extra_time_share > 0 as accommodated,
      jsonb_array_length(settled.flags) > 0 as flagged,
      review_case.id is not null as "hasCase", review_case.finding, (
        select coalesce(jsonb_agg(distinct substring(client from '[^-]+$')), '[]')
        from attempt_contact where attempt_id = attempt.id) as devices
    from attempt join exam on exam.id = attempt.exam_id
    join person on person.id = attempt.candidate_id
    join assignment on assignment.exam_id = attempt.exam_id
      and assignment.person_id = attempt.candidate_id
    join lateral (select flags from settlement where attempt_id = attempt.id
      order by number desc limit 1) as settled on true
    left join review_case on review_case.attempt_id = attempt.id and origin <> 'sample'
      and ${tx.unsafe(currentCase())}
    where attempt.exam_id = any(${[...examIds]}::uuid[]) and attempt.state <> 'running'
      and probity_covers(attempt.unit_path)`
  return rows.map(ratedOf)
}

function ratedOf(row: RatedColumns): RatedAttempt {
  const { devices, finding, hasCase } = row
  const decided = finding === 'cleared' ? 'cleared' : 'other'
  return {
    groups: {
      rank: row.rank,
      age: ageBandOf(row.birthYear, row.year),
      device: devices.length > 1 ? 'both' : (devices[0] ?? null),
      accommodation: row.accommodated ? 'with' : 'without',
    },
    flagged: row.flagged,
    caseState: !hasCase ? null : finding === null ? 'open' : decided,
  }
}

const GROUP_NAMES: Readonly<Record<string, LocalizedText>> = {
  desk: say('电脑', 'Computer'),
  touch: say('手机或平板', 'Phone or tablet'),
  both: say('两种都用过', 'Both'),
  with: say('有便利安排', 'With accommodations'),
  without: say('无便利安排', 'Without accommodations'),
}

/** Ranks are named by the pages. */
function groupName(kind: RateKind, group: string): LocalizedText | null {
  if (kind === 'rank') return null
  return kind === 'age' ? ageBandName(group) : (GROUP_NAMES[group] ?? null)
}
