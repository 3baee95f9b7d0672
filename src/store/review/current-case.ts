/**
 * Condition under which a row of review_case is the attempt's case now: after a re-test another
 * one follows, and what was found before holds no more.
 */
export function currentCase(alias = 'review_case'): string {
  return `not exists (select 1 from review_case as later
    where later.attempt_id = ${alias}.attempt_id and later.round > ${alias}.round)`
}
