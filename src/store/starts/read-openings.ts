import type { Form } from '../../domain/assembly/form.ts'
import type { Sql } from '../sql-pool.ts'

/** Who wants to begin what. */
export interface OpeningAsked {
  readonly attemptId: string
  readonly examId: string
  readonly personId: string
  readonly startedAt: Date
}

/** How an exam stands for one who wants to begin. */
export interface Opening {
  /** Null: not assigned. */
  readonly extraTimeShare: number | null
  readonly assistiveTechnology: boolean
  readonly hasBegun: boolean
  /** Drawn before the window; null: to be drawn now. */
  readonly preparedForm: Form | null
  /** Of the exam's row: another one means that somebody changed it. */
  readonly examVersion: string
  readonly extendedSeconds: number
  readonly pausedUntil: Date | null
  readonly finalAt: Date | null
  /** What there is to be told about the exam to one who begins now. */
  readonly noticeCount: number
  /** When the service last said that it is there; null: it never did. */
  readonly beatAt: Date | null
}

/**
 * Reads all in one statement, in the order asked. The beat and the window are of one moment: time is
 * given back by the transaction that makes the beat fresh.
 */
export async function readOpenings(sql: Sql, asked: readonly OpeningAsked[]): Promise<Opening[]> {
  const rows = JSON.stringify(asked.map((one, nth) => ({ ...one, nth })))
  return sql.asSystem(
    (statement) => statement<Opening[]>`
      select assignment.extra_time_share as "extraTimeShare",
        coalesce(assignment.assistive_technology, false) as "assistiveTechnology",
        attempt.id is not null as "hasBegun", prepared_form.form as "preparedForm",
        exam.xmin::text as "examVersion", exam.extended_seconds as "extendedSeconds",
        exam.paused_until as "pausedUntil", exam.final_at as "finalAt", (
          select count(*)::int from conduct_act as act
          where act.exam_id = exam.id and act.attempt_id is null
            and (act.kind = 'message' or act.acted_at >= asked."startedAt")
        ) as "noticeCount", (select beat_at from service_beat) as "beatAt"
      from json_to_recordset(${rows}::text::json) as asked (nth int, "attemptId" uuid,
        "examId" uuid, "personId" uuid, "startedAt" timestamptz)
      left join exam on exam.id = asked."examId"
      left join assignment on assignment.exam_id = asked."examId"
        and assignment.person_id = asked."personId"
      left join attempt on attempt.id = asked."attemptId"
      left join prepared_form on prepared_form.attempt_id = asked."attemptId"
      order by asked.nth`,
  )
}
