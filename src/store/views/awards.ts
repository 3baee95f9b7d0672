import { nameOfAward } from '../../domain/policy/award-names.ts'
import type { AwardView } from '../../domain/policy/award-views.ts'
import type { AwardState } from '../../domain/policy/awards.ts'
import type { Award } from '../../domain/policy/policy.ts'
import type { MyAwards } from '../../domain/settlement/result-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface AwardColumns {
  readonly award: Award
  readonly state: AwardState
  readonly title: LocalizedText
  readonly at: Date
  readonly validUntil: Date | null
  readonly attemptId: string | null
}

/** A person's awards as the latest settlement of each origin left them, newest first. */
export async function getMyAwards(sql: Sql, personId: string): Promise<MyAwards> {
  const rows = await read(
    sql,
    { person: personId, branches: [] },
    (tx) => tx<AwardColumns[]>`
      select award.award, award.state, award.awarded_at as at,
        award.valid_until as "validUntil", award.attempt_id as "attemptId",
        coalesce(award.title, exam.blueprint -> 'title') as title
      from award left join attempt on attempt.id = award.attempt_id
      left join exam on exam.id = attempt.exam_id
      where award.person_id = ${personId} and award.settlement_number = (
        select max(settlement_number) from award as later where later.origin = award.origin)
      order by award.awarded_at desc, award.origin, award.position`,
  )
  return { awards: rows.map(viewOf) }
}

function viewOf({ award, at, validUntil, ...row }: AwardColumns): AwardView {
  return {
    ...row,
    award,
    name: nameOfAward(award),
    at: at.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  }
}
