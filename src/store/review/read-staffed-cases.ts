import type { EntityManager } from '@mikro-orm/postgresql'
import type { Finding } from '../../domain/review/decision.ts'
import type { Seat, SeatedAuditor, StaffedCase } from '../../domain/review/staff-case.ts'
import { uuidArray } from '../uuid-array.ts'
import { FORMER_AUDITORS } from './former-auditors.ts'

interface Row extends Omit<StaffedCase, 'seats' | 'decisions'> {
  readonly examId: string
  readonly openedAt: string
  readonly dueAt: string
  readonly decisions: { readonly auditorPersonId: string; readonly finding: Finding }[]
  readonly seats: (Omit<Seat, 'dueAt'> & { readonly dueAt: string })[]
}

/** A case with its seats, and the times of the case itself. */
export interface StaffedRow extends StaffedCase {
  readonly examId: string
  readonly openedAt: Date
  readonly dueAt: Date
}

/** Reads cases with every seat and decision, by id; of a decided one nobody is expected any more. */
export async function readStaffedCases(
  em: EntityManager,
  caseIds: readonly string[],
): Promise<StaffedRow[]> {
  const rows = await em.execute<Row[]>(
    `select review_case.id as "caseId", exam_id as "examId",
       candidate_id as "candidatePersonId", unit_path as "candidateUnitPath",
       decisions_needed as "decisionsNeeded",
       to_jsonb(opened_at) #>> '{}' as "openedAt", to_jsonb(due_at) #>> '{}' as "dueAt", (
         select coalesce(jsonb_agg(jsonb_build_object('auditorPersonId', auditor_id,
           'finding', decision.finding) order by decided_at, id), '[]')
         from decision where case_id = review_case.id) as decisions, (
         select coalesce(jsonb_agg(jsonb_build_object('id', id, 'auditorPersonId', auditor_id,
           'dueAt', due_at, 'replaces', replaces)), '[]')
         from case_assignment where case_id = review_case.id) as seats,
       ${FORMER_AUDITORS} as "formerAuditors"
     from review_case where id = any(?::uuid[]) order by due_at, id`,
    [uuidArray(caseIds)],
  )
  return rows.map((row) => ({
    ...row,
    openedAt: new Date(row.openedAt),
    dueAt: new Date(row.dueAt),
    seats: row.seats.map((seat) => ({ ...seat, dueAt: new Date(seat.dueAt) })),
  }))
}

/** Open cases with a seat to fill, or one that is overdue; those due first come first. */
export async function findUnderstaffed(
  em: EntityManager,
  at: { readonly now: Date; readonly openedBefore: Date },
): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select review_case.id from review_case
     cross join lateral (select count(*) as taken from decision
       where case_id = review_case.id) as decided
     cross join lateral (select count(*) as waiting,
         count(*) filter (where seat.due_at < ?) as late
       from case_assignment as seat where seat.case_id = review_case.id
         and not exists (select 1 from case_assignment where replaces = seat.id)
         and not exists (select 1 from decision where decision.case_id = seat.case_id
           and decision.auditor_id = seat.auditor_id)) as seated
     where review_case.finding is null and review_case.opened_at <= ? and (late > 0 or taken + waiting < decisions_needed
       + case when taken >= decisions_needed then 1 else 0 end)
     order by review_case.due_at, review_case.id`,
    [at.now, at.openedBefore],
  )
  return rows.map(({ id }) => id)
}

/** Everybody who reviews anywhere, with the seats that wait for them. */
export async function readAuditors(em: EntityManager): Promise<SeatedAuditor[]> {
  return em.execute<SeatedAuditor[]>(
    `select person.id as "personId", unit.path as "unitPath", (
         select jsonb_agg(distinct covered.path) from role_grant
         join unit as covered on covered.id = role_grant.unit_id
         where role_grant.person_id = person.id and role_grant.role = 'auditor') as branches, ((
         select count(*) from case_assignment as seat
         join review_case on review_case.id = seat.case_id and review_case.finding is null
         where seat.auditor_id = person.id
           and not exists (select 1 from case_assignment where replaces = seat.id)
           and not exists (select 1 from decision where decision.case_id = seat.case_id
             and decision.auditor_id = seat.auditor_id)) + (
         select count(*) from known_case where known_case.auditor_id = person.id
           and not exists (select 1 from known_decision where case_id = known_case.id)))::int as load
     from person join unit on unit.id = person.unit_id
     where exists (select 1 from role_grant
       where role_grant.person_id = person.id and role_grant.role = 'auditor')
     order by person.id`,
  )
}

/** Decisions an auditor has taken since a moment, known cases included. */
export async function countDecisions(
  em: EntityManager,
  auditorId: string,
  since: Date,
): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select ((select count(*) from decision where auditor_id = ? and decided_at >= ?)
       + (select count(*) from known_decision
         join known_case on known_case.id = known_decision.case_id
         where known_case.auditor_id = ? and known_decision.decided_at >= ?)
       + (select count(*) from appeal_decision where auditor_id = ? and decided_at >= ?))::int
       as count`,
    [auditorId, since, auditorId, since, auditorId, since],
  )
  return row?.count ?? 0
}
