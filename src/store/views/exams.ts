import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { Refusal } from '../../domain/refusal.ts'
import { stateOfExam, windowEndOf } from '../../domain/scheduling/exam.ts'
import type { ExamAttemptRow, ExamRow, ExamView } from '../../domain/scheduling/views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { beatIsFresh } from '../beat.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

interface ExamColumns {
  readonly id: string
  readonly unitId: string
  readonly unitName: LocalizedText
  readonly blueprint: Blueprint
  readonly opensAt: Date
  readonly closesAt: Date
  readonly extendedSeconds: number
  readonly publishedAt: Date | null
  readonly finalAt: Date | null
  readonly simulated: boolean
  readonly assigned: number
  readonly started: number
  readonly closed: number
  readonly openCases: number
}

function examColumns(tx: SqlTransaction) {
  return tx`
    exam.id, unit.id as "unitId", unit.name as "unitName", exam.blueprint,
    exam.opens_at as "opensAt", exam.closes_at as "closesAt",
    exam.extended_seconds as "extendedSeconds",
    exam.published_at as "publishedAt", exam.final_at as "finalAt", exam.simulated, (
      select count(*)::int from assignment where exam_id = exam.id) as assigned, (
      select count(*)::int from attempt where exam_id = exam.id) as started, (
      select count(*)::int from attempt where exam_id = exam.id and state <> 'running') as closed, (
      select count(*)::int from review_case
      where exam_id = exam.id and decided_at is null and origin <> 'sample') as "openCases"`
}

function rowOf(row: ExamColumns, now: Date): ExamRow {
  return {
    id: row.id,
    title: row.blueprint.title,
    unit: { id: row.unitId, name: row.unitName },
    state: stateOfExam(row, now),
    window: { opensAt: row.opensAt.toISOString(), closesAt: windowEndOf(row).toISOString() },
    simulated: row.simulated,
    assigned: row.assigned,
    started: row.started,
    closed: row.closed,
    openCases: row.openCases,
  }
}

/** The exams of the branches in scope, newest window first. */
export async function listExams(sql: Sql, scope: Scope, now: Date): Promise<ExamRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<ExamColumns[]>`
      select ${examColumns(tx)} from exam join unit on unit.id = exam.unit_id
      where probity_covers(unit.path) order by exam.opens_at desc, exam.id`,
  )
  return rows.map((row) => rowOf(row, now))
}

type ExamDetails = ExamColumns &
  Pick<
    ExamView,
    'audienceUnitIds' | 'decisionsNeeded' | 'releaseResults' | 'commitment' | 'waiver'
  > &
  Pick<ExamView, 'panelId' | 'cutReason' | 'requirements' | 'reviewRules'> &
  Pick<ExamView, 'bank' | 'policy'> & {
    readonly verifies: Omit<NonNullable<ExamView['verifies']>, 'counts'> | null
  }

/**
 * One exam. The secret shows only once the window has closed and nobody works any more whom time
 * was given beyond it. @throws Refusal 'not-found'
 */
export async function getExam(
  sql: Sql,
  scope: Scope,
  asked: { readonly examId: string; readonly now: Date },
): Promise<ExamView> {
  const [row] = await read(
    sql,
    scope,
    (tx) => tx<ExamDetails[]>`
      select ${examColumns(tx)}, exam.audience_unit_ids as "audienceUnitIds",
        exam.decisions_needed as "decisionsNeeded", exam.release_results as "releaseResults",
        exam.commitment, exam.waiver, exam.panel_id as "panelId", exam.cut_reason as "cutReason",
        exam.requirements, exam.review_rules as "reviewRules", case when verified.id is not null then
          jsonb_build_object('examId', verified.id, 'share', exam.verified_share,
            'title', verified.blueprint -> 'title') end as verifies,
        jsonb_build_object('bankVersionId', bank_version.id, 'program', bank_version.program,
          'version', bank_version.version, 'title', bank_version.content -> 'title') as bank,
        jsonb_build_object('policyVersionId', policy_version.id, 'policy', policy_version.policy,
          'version', policy_version.version,
          'title', policy_version.document -> 'title') as policy
      from exam join unit on unit.id = exam.unit_id
      join bank_version on bank_version.id = exam.bank_version_id
      join policy_version on policy_version.id = exam.policy_version_id
      left join exam as verified on verified.id = exam.verifies_exam_id
      where exam.id = ${asked.examId}`,
  )
  if (!row) throw new Refusal('not-found', 'no such exam')
  const isClosed =
    row.publishedAt !== null && windowEndOf(row) <= asked.now && (await nobodyWorks(sql, asked))
  return {
    ...rowOf(row, asked.now),
    bank: row.bank,
    policy: row.policy,
    blueprint: row.blueprint,
    audienceUnitIds: row.audienceUnitIds,
    decisionsNeeded: row.decisionsNeeded,
    releaseResults: row.releaseResults,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    finalAt: row.finalAt?.toISOString() ?? null,
    commitment: row.commitment,
    revealedSecret: isClosed ? await findSecret(sql, asked.examId) : null,
    waiver: row.waiver,
    panelId: row.panelId,
    cutReason: row.cutReason,
    requirements: row.requirements,
    reviewRules: row.reviewRules,
    verifies: row.verifies && {
      ...row.verifies,
      counts: row.finalAt ? await countRetests(sql, asked.examId) : null,
    },
    retests: await findRetests(sql, scope, asked),
    screenedShare: isClosed ? await findScreenedShare(sql, asked.examId) : null,
  }
}

/** How many were called, came, and could be compared; the caller has checked who asks. */
async function countRetests(sql: Sql, examId: string) {
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ called: number; sat: number; compared: number }[]>`
      select count(*)::int as called, count(attempt_id)::int as sat,
        (count(*) filter (where content ->> 'gap' is null))::int as compared
      from (select distinct on (person_id) attempt_id, content from retest
        where exam_id = ${examId} order by person_id, number desc) as latest`,
  )
  return row ?? null
}

/** Re-tests of an exam, drafts too. */
async function findRetests(
  sql: Sql,
  scope: Scope,
  { examId, now }: { readonly examId: string; readonly now: Date },
): Promise<ExamView['retests']> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<ExamColumns[]>`
      select ${examColumns(tx)} from exam join unit on unit.id = exam.unit_id
      where exam.verifies_exam_id = ${examId} order by exam.created_at, exam.id`,
  )
  return rows.map((row) => {
    const { id, title, state } = rowOf(row, now)
    return { examId: id, title, state }
  })
}

/** Whether every deadline has passed, with none to be moved by time that the service was away. */
async function nobodyWorks(
  sql: Sql,
  { examId, now }: { readonly examId: string; readonly now: Date },
): Promise<boolean> {
  if (!(await beatIsFresh(sql, now))) return false
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ works: boolean }[]>`
      select exists (select 1 from attempt where exam_id = ${examId} and state = 'running'
        and deadline_at >= ${now}) as works`,
  )
  return row?.works === false
}

/** How far the comparison of all attempts is; the caller has checked who asks. */
async function findScreenedShare(sql: Sql, examId: string): Promise<number | null> {
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ share: number }[]>`
      select share from screening_progress where exam_id = ${examId}
      order by number desc, step desc limit 1`,
  )
  return row?.share ?? null
}

/** The secret of an exam whose window has closed; the caller has checked that it has. */
export async function findSecret(sql: Sql, examId: string): Promise<string | null> {
  const [row] = await read(
    sql,
    SYSTEM,
    (tx) => tx<{ secretHex: string }[]>`
      select secret_hex as "secretHex" from exam_secret where exam_id = ${examId}`,
  )
  return row?.secretHex ?? null
}

interface AttemptColumns {
  readonly personId: string
  readonly personName: string
  readonly unitName: LocalizedText
  readonly attemptId: string | null
  readonly state: 'running' | 'submitted' | 'expired' | null
  readonly startedAt: Date | null
  readonly closedAt: Date | null
  readonly itemCount: number
  readonly answered: number
  readonly level: string | null
  readonly theta: number | null
  readonly standardError: number | null
  readonly effect: 'grant' | 'hold' | 'withhold' | null
}

const OUTCOMES = { grant: 'granted', hold: 'held', withhold: 'withheld' } as const

/** Everybody assigned to an exam, with how far they are; scores, but neither answers nor flags. */
export async function listExamAttempts(
  sql: Sql,
  scope: Scope,
  examId: string,
): Promise<ExamAttemptRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<AttemptColumns[]>`
      select person.id as "personId", person.name as "personName", unit.name as "unitName",
        attempt.id as "attemptId", attempt.state, attempt.started_at as "startedAt",
        attempt.closed_at as "closedAt",
        coalesce(jsonb_array_length(attempt.form -> 'items'), 0) as "itemCount",
        coalesce((attempt.receipt ->> 'answered')::int, (
          select count(distinct item_id)::int from journal_entry
          where attempt_id = attempt.id and kind = 'response'), 0) as answered,
        settled.scores #>> '{overall,level}' as level,
        (settled.scores #>> '{overall,theta}')::float8 as theta,
        (settled.scores #>> '{overall,standardError}')::float8 as "standardError",
        settled.outcome ->> 'effect' as effect
      from assignment join person on person.id = assignment.person_id
      join unit on unit.id = person.unit_id
      left join attempt on attempt.exam_id = assignment.exam_id
        and attempt.candidate_id = person.id
      left join lateral (select scores, outcome from settlement
        where attempt_id = attempt.id order by number desc limit 1) as settled on true
      where assignment.exam_id = ${examId}
      order by attempt.started_at desc nulls last, person.name`,
  )
  return rows.map((row) => ({
    attemptId: row.attemptId,
    person: { id: row.personId, name: row.personName, unitName: row.unitName },
    state: row.state ?? 'not-started',
    startedAt: row.startedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    answered: row.answered,
    itemCount: row.itemCount,
    level: row.level,
    theta: row.theta,
    standardError: row.standardError,
    outcome: row.effect && OUTCOMES[row.effect],
  }))
}
