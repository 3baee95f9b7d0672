import type { OutcomeRow } from '../../domain/policy/outcome-row.ts'
import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

interface Columns {
  readonly attemptId: string
  readonly personId: string
  readonly personName: string
  readonly unitName: LocalizedText
  readonly outcome: PolicyOutcome
  readonly number: number
  readonly at: Date
}

/** The latest outcome of every settled attempt of an exam, by name. */
export async function listOutcomes(sql: Sql, scope: Scope, examId: string): Promise<OutcomeRow[]> {
  const rows = await read(
    sql,
    scope,
    (tx) => tx<Columns[]>`
      select attempt.id as "attemptId", person.id as "personId", person.name as "personName",
        unit.name as "unitName", settled.outcome, settled.number, settled.settled_at as at
      from attempt join person on person.id = attempt.candidate_id
      join unit on unit.id = person.unit_id
      join lateral (select outcome, number, settled_at from settlement
        where attempt_id = attempt.id order by number desc limit 1) as settled on true
      where attempt.exam_id = ${examId}
      order by person.name, attempt.id`,
  )
  return rows.map(({ attemptId, personId, personName, unitName, outcome, number, at }) => ({
    ...{ attemptId, number, at: at.toISOString() },
    person: { id: personId, name: personName, unitName },
    effect: outcome.effect,
    awards: outcome.awards,
    decidedBy: outcome.decidedBy,
  }))
}
