import type { MyAwards } from '../../domain/delivery/views.ts'
import { nameOfAward } from '../../domain/policy/award-names.ts'
import type { AwardState } from '../../domain/policy/awards.ts'
import type { Award } from '../../domain/policy/policy.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

const GIVEN: LocalizedText = { 'zh-CN': '授予学分', en: 'Credits granted' }
const TAKEN_BACK: LocalizedText = {
  'zh-CN': '冲正：重新结算后的更正分录',
  en: 'Counter-entry after the attempt was settled again',
}

/** The candidate's ledger, newest line first, and the awards as they stand. */
export async function getMyAwards(sql: Sql, personId: string): Promise<MyAwards> {
  return read(sql, { person: personId, branches: [] }, async (tx) => {
    const entries = await tx<
      {
        at: Date
        title: LocalizedText
        amount: number
        counters: number | null
        attemptId: string
      }[]
    >`select credit_entry.entered_at as at, exam.blueprint -> 'title' as title,
        credit_entry.amount, credit_entry.counters, attempt.id as "attemptId"
      from credit_entry join attempt on attempt.id = credit_entry.attempt_id
      join exam on exam.id = attempt.exam_id
      where credit_entry.person_id = ${personId}
      order by credit_entry.entered_at desc, credit_entry.sequence desc`
    const awards = await tx<
      { at: Date; title: LocalizedText; award: Award; state: AwardState; attemptId: string }[]
    >`select award.awarded_at as at, exam.blueprint -> 'title' as title, award.award,
        award.state, attempt.id as "attemptId"
      from award join attempt on attempt.id = award.attempt_id
      join exam on exam.id = attempt.exam_id
      where award.person_id = ${personId} and award.settlement_number = (
        select max(settlement_number) from award as later
        where later.attempt_id = award.attempt_id)
      order by award.awarded_at desc, award.position`
    return {
      balance: entries.reduce((sum, { amount }) => sum + amount, 0),
      entries: entries.map(({ at, title, amount, counters, attemptId }) => ({
        at: at.toISOString(),
        examTitle: title,
        amount,
        reason: counters === null ? GIVEN : TAKEN_BACK,
        counter: counters !== null,
        attemptId,
      })),
      awards: awards.map(({ at, title, award, state, attemptId }) => ({
        attemptId,
        examTitle: title,
        award: nameOfAward(award),
        state,
        at: at.toISOString(),
      })),
    }
  })
}
