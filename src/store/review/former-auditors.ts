/**
 * SQL for a JSON list: who decided an earlier case about the attempt of a `review_case`, or an
 * appeal against it.
 */
export const FORMER_AUDITORS = `(
  select coalesce(jsonb_agg(distinct judged.auditor_id), '[]')
  from review_case as former
  cross join lateral (
    select auditor_id from decision where case_id = former.id
    union select auditor_id from appeal_decision
      join appeal on appeal.id = appeal_decision.appeal_id where appeal.case_id = former.id
  ) as judged
  where former.attempt_id = review_case.attempt_id and former.round < review_case.round)`
