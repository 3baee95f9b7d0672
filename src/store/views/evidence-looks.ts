import {
  EVIDENCE_ACTS,
  type EvidenceKind,
  type EvidenceLook,
} from '../../domain/review/evidence-use.ts'
import { read, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

/** What is read of a case as such. */
const OF_CASE: readonly EvidenceKind[] = [
  'case',
  'appeal',
  'case-answers',
  'case-timeline',
  'case-partners',
]

/**
 * Who looked at an attempt's evidence or took it away, by role, newest last: in the attempt's own
 * chain, in its candidate's, and of its whole exam since it began. For its candidate; the caller
 * has checked that. Who looked at a case is told with the case: not before results are out, nor
 * while one drawn by lot is open.
 */
export async function evidenceViews(sql: Sql, attemptId: string): Promise<EvidenceLook[]> {
  const rows = await read(
    sql,
    SYSTEM,
    (tx) => tx<(Omit<EvidenceLook, 'at'> & { readonly at: Date })[]>`
      select looked.logged_at as at,
        case looked.act when 'form-viewed' then 'evidence-viewed' else looked.act end as act,
        coalesce(looked.detail ->> 'what',
          case looked.act when 'form-viewed' then 'form' else 'case' end) as what,
        looked.detail ->> 'role' as role
      from attempt
      -- Chain by chain, by the log's key: asked for any of three, it would be read whole.
      cross join lateral (values ('attempt:' || attempt.id, null),
        ('person:' || attempt.candidate_id, null),
        ('exam:' || attempt.exam_id, attempt.started_at)) as own (chain, since)
      join log_entry as looked on looked.chain = own.chain
        and (own.since is null or looked.logged_at >= own.since)
      where attempt.id = ${attemptId}
        and (looked.act = any(${[...EVIDENCE_ACTS]})
          or looked.act = 'form-viewed' and looked.subject = ${attemptId})
        -- What a made-up case shows is about nobody.
        and (looked.chain not like 'exam:%' or looked.subject = attempt.exam_id::text)
        and not (looked.chain = 'attempt:' || attempt.id
          and looked.act <> 'form-viewed'
          and coalesce(looked.detail ->> 'what', 'case') = any(${[...OF_CASE]})
          and exists (select 1 from review_case join exam on exam.id = review_case.exam_id
            where review_case.attempt_id = attempt.id and (
              exam.final_at is null and exam.release_results <> 'at-submission'
              or review_case.origin = 'sample' and review_case.finding is null)))
      order by looked.logged_at, looked.chain, looked.number`,
  )
  return rows.map(({ at, ...look }) => ({ ...look, at: at.toISOString() }))
}
