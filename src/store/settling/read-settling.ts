import type { EntityManager } from '@mikro-orm/postgresql'
import type { Form } from '../../domain/assembly/form.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { KeptPause } from '../../domain/delivery/pauses-after.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import type { CohortTest } from '../../domain/forensics/supersede-flags.ts'
import type { AppealState } from '../../domain/review/appeal.ts'
import type { CaseOrigin } from '../../domain/review/case-source.ts'
import type { Finding } from '../../domain/review/decision.ts'
import type { SettlementInput } from '../../domain/settlement/settle-attempt.ts'
import { readJournalsOf } from '../journal/read-journal.ts'
import { currentCase } from '../review/current-case.ts'
import { uuidArray } from '../uuid-array.ts'

/** What an attempt of its own brings to its settlement; the exam's part is the same for all. */
export interface SettlingRow {
  readonly id: string
  readonly examId: string
  readonly candidateId: string
  readonly candidateName: string
  readonly unitPath: string
  readonly form: Form
  readonly startedAt: Date
  /** The deadline while it is still running. */
  readonly closedAt: Date
  readonly pauses: readonly KeptPause[]
  readonly accommodated: boolean
  readonly post: string | null
  readonly rank: string
  /** The case there is already, by lot or on evidence. */
  readonly caseId: string | null
  readonly reviewCase: SettlementInput['reviewCase']
  readonly cohortFlags: readonly Flag[]
  readonly cohortTests: readonly CohortTest[]
  /** How often it was settled so far. */
  readonly settledBefore: number
  /** As the candidate's page sent them. */
  readonly entries: readonly KeptEntry[]
}

type Row = Omit<SettlingRow, 'startedAt' | 'closedAt' | 'reviewCase' | 'entries'> & {
  readonly startedMs: number
  readonly closedMs: number
  readonly finding: Finding | null
  readonly origin: CaseOrigin | null
  readonly appeal: AppealState
}

/**
 * Reads attempts for their settlement within a use case's transaction, in the order asked for.
 * @throws Error when one is missing, or its candidate was never assigned
 */
export async function readSettling(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<SettlingRow[]> {
  const rows = await em.execute<Row[]>(
    `select attempt.id, attempt.exam_id as "examId", attempt.candidate_id as "candidateId",
       person.name as "candidateName", attempt.unit_path as "unitPath", attempt.form,
       (extract(epoch from attempt.started_at) * 1000)::float8 as "startedMs",
       (extract(epoch from coalesce(attempt.closed_at, attempt.deadline_at)) * 1000)::float8
         as "closedMs", attempt.pauses,
       assignment.assistive_technology or assignment.extra_time_share > 0 as accommodated,
       person.post, person.rank, review_case.id as "caseId",
       review_case.origin,
       coalesce(appeal_decision.finding, review_case.finding) as finding,
       case when appeal.id is null then 'none' when appeal_decision.finding is null then 'open'
         else 'decided' end as appeal,
       coalesce(compared.flags, '[]') as "cohortFlags",
       coalesce(compared.tests, '[]') as "cohortTests",
       (select count(*)::int from settlement where attempt_id = attempt.id) as "settledBefore"
     from attempt
     join person on person.id = attempt.candidate_id
     join assignment on assignment.exam_id = attempt.exam_id
       and assignment.person_id = attempt.candidate_id
     left join review_case on review_case.attempt_id = attempt.id and ${currentCase()}
     left join appeal on appeal.case_id = review_case.id
     left join appeal_decision on appeal_decision.appeal_id = appeal.id
     left join lateral (select flags, tests from cohort_evidence
       where attempt_id = attempt.id and exists (select 1 from exam
         where exam.id = attempt.exam_id and final_at is not null)
       order by number desc limit 1) as compared on true
     where attempt.id = any(?::uuid[])`,
    [uuidArray(attemptIds)],
  )
  const journals = await readJournalsOf(em, attemptIds)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return attemptIds.map((id) => {
    const row = byId.get(id)
    if (!row) throw new Error(`attempt ${id} is not there, or its candidate was never assigned`)
    const { startedMs, closedMs, finding, origin, appeal, ...same } = row
    return {
      ...same,
      startedAt: new Date(startedMs),
      closedAt: new Date(closedMs),
      reviewCase: same.caseId ? reviewCaseOf(finding, origin, appeal) : null,
      entries: journals.get(id) ?? [],
    }
  })
}

/** What is as it mostly is stays out, as in the digests of settlements from before it could vary. */
function reviewCaseOf(
  finding: Finding | null,
  origin: CaseOrigin | null,
  appeal: AppealState,
): SettlementInput['reviewCase'] {
  return {
    finding,
    ...(origin === 'sample' ? { origin } : {}),
    ...(appeal === 'none' ? {} : { appeal }),
  }
}
