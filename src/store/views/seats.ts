import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import { NOTICE_DAYS } from '../../domain/scheduling/publication-rules.ts'
import { ageBandOf } from '../../domain/settlement/age-band.ts'
import type { Seat } from '../../domain/settlement/bulletin/seat.ts'
import { saysSomething } from '../../domain/settlement/group-ability.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { exemptAsItEnds } from '../exempt-as-it-ends.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** An exam whose window is over, as bulletins need it. */
export interface ClosedExam {
  readonly id: string
  readonly title: LocalizedText
  readonly bankVersionId: string
  readonly program: string
  readonly programTitle: LocalizedText
  readonly levels: Blueprint['levels']
  readonly passingLevel: string
  readonly opensAt: Date
  /** With what was added to the window. */
  readonly endsAt: Date
  readonly isFinal: boolean
  readonly simulated: boolean
}

interface SeatColumns extends Omit<Seat, 'ageBand' | 'start' | 'estimate' | 'cut'> {
  readonly birthYear: number | null
  readonly startedAt: Date | null
  readonly theta: number | null
  readonly standardError: number | null
}

/** Exams whose window ended in a time, the oldest first; with somebody of the branch assigned. */
export function closedExams(
  tx: SqlTransaction,
  asked: { readonly unitPath: string; readonly from: Date; readonly to: Date },
): Promise<ClosedExam[]> {
  const endsAt = tx`exam.closes_at + exam.extended_seconds * interval '1 second'`
  return tx<ClosedExam[]>`
    select exam.id, exam.blueprint -> 'title' as title, exam.bank_version_id as "bankVersionId",
      bank_version.program, bank_version.content -> 'title' as "programTitle",
      exam.blueprint -> 'levels' as levels, exam.blueprint ->> 'passingLevel' as "passingLevel",
      exam.opens_at as "opensAt", ${endsAt} as "endsAt", exam.final_at is not null as "isFinal",
      exam.simulated
    from exam join bank_version on bank_version.id = exam.bank_version_id
    where exam.published_at is not null and exam.verifies_exam_id is null
      and ${endsAt} > ${asked.from} and ${endsAt} <= ${asked.to}
      and exists (select 1 from assignment join person on person.id = assignment.person_id
        join unit on unit.id = person.unit_id
        left join attempt on attempt.exam_id = exam.id and attempt.candidate_id = person.id
        where assignment.exam_id = exam.id
          and starts_with(coalesce(attempt.unit_path, unit.path), ${asked.unitPath}))
    order by "endsAt", exam.id`
}

/**
 * Everybody assigned to an exam with what became of it. They count where they worked when they
 * sat, else where they work now. A case that was opened by chance is no case unless it found
 * something. A result that auditors found invalid, or must be shown again, is none; a talk or a
 * retraining is no award.
 */
export async function seatsOfExam(tx: SqlTransaction, exam: ClosedExam): Promise<Seat[]> {
  const { levels, passingLevel, opensAt, endsAt } = exam
  const cut = levels.find(({ id }) => id === passingLevel)?.cut ?? null
  const knownBy = new Date(opensAt.getTime() - NOTICE_DAYS * 86_400_000)
  const rows = await tx<SeatColumns[]>`
    select person.id as "personId", assignment.exam_id as "examId",
      coalesce(attempt.unit_path, unit.path) as "unitPath", person.rank, person.post,
      person.birth_year as "birthYear", assignment.assigned_at <= ${knownBy} as noticed,
      ${exemptAsItEnds(tx, tx`assignment.exam_id`, tx`person.id`)} as "isExempt",
      coalesce(attempt.state <> 'running', false) as sat, attempt.started_at as "startedAt",
      case when not settled.annulled then
        (settled.scores #>> '{overall,theta}')::float8 end as theta,
      (settled.scores #>> '{overall,standardError}')::float8 as "standardError",
      coalesce(jsonb_array_length(settled.flags) > 0, false) as flagged,
      coalesce(settled.outcome ->> 'effect' = 'grant' and jsonb_path_exists(settled.outcome,
        '$.awards[*] ? (@.kind != "talk" && @.kind != "retraining")'), false) as awarded,
      exists (select 1 from review_case where review_case.attempt_id = attempt.id
        and (review_case.origin <> 'sample'
          or finding in ('re-test', 'invalidated'))) as "hasCase"
    from assignment join person on person.id = assignment.person_id
    join unit on unit.id = person.unit_id
    left join lateral (select id, unit_path, state, started_at from attempt
      where exam_id = assignment.exam_id and candidate_id = person.id
      order by ordinal desc limit 1) as attempt on true
    left join lateral (select scores, flags, outcome,
        coalesce(facts ->> 'finding' in ('invalidated', 're-test'), false) as annulled
      from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where assignment.exam_id = ${exam.id} order by person.id`
  const year = opensAt.getUTCFullYear()
  const length = endsAt.getTime() - opensAt.getTime()
  return rows.map(({ birthYear, startedAt, theta, standardError, ...row }): Seat => {
    const estimate = theta === null || standardError === null ? null : { theta, standardError }
    return {
      ...row,
      ageBand: ageBandOf(birthYear, year),
      start: startedAt && Math.min(1, (startedAt.getTime() - opensAt.getTime()) / length),
      estimate: row.sat && estimate && saysSomething(estimate) ? estimate : null,
      cut,
    }
  })
}

/** Seats of several exams, in the order of the exams. */
export async function seatsOfExams(
  tx: SqlTransaction,
  exams: readonly ClosedExam[],
): Promise<Seat[]> {
  const seats: Seat[] = []
  for (const exam of exams) seats.push(...(await seatsOfExam(tx, exam)))
  return seats
}
