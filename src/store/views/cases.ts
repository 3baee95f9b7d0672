import type { Flag } from '../../domain/forensics/flag.ts'
import type { CaseSource, Truth } from '../../domain/review/case-source.ts'
import { FINDING_NAMES, type Finding } from '../../domain/review/decision.ts'
import type { CaseRow } from '../../domain/review/queue-views.ts'
import { type Seat, seatOf } from '../../domain/review/staff-case.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { currentCase } from '../review/current-case.ts'
import { FORMER_AUDITORS } from '../review/former-auditors.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** The auditor who asks; cases on their own line of superiors are not shown at all. */
export interface Auditor {
  readonly personId: string
  readonly unitPath: string
}

export interface CaseColumns {
  readonly id: string
  readonly code: string
  readonly examTitle: LocalizedText
  readonly simulated: boolean
  readonly weight: number
  readonly flags: Flag[]
  readonly openedAt: Date
  readonly dueAt: Date
  readonly finding: Finding | null
  readonly decisionsNeeded: number
  readonly origin: CaseSource
  readonly truth: Truth | null
  /** The auditor who asks. */
  readonly me: string
  /** Every seat there ever was, and every decision in the order taken. */
  readonly seats: (Omit<Seat, 'dueAt'> & { readonly dueAt: string })[]
  readonly taken: { readonly auditorPersonId: string; readonly finding: Finding }[]
  /** Who decided an earlier case about the same attempt. */
  readonly formerAuditors: readonly string[]
}

/** The columns of a case in an auditor's queue, for a query over review_case. */
export function caseColumns(tx: SqlTransaction, auditor: Auditor) {
  return tx`
    review_case.id, review_case.code, exam.blueprint -> 'title' as "examTitle", exam.simulated,
    review_case.weight, settled.flags, review_case.opened_at as "openedAt",
    review_case.due_at as "dueAt", review_case.finding,
    review_case.decisions_needed as "decisionsNeeded", review_case.origin, null as truth,
    ${auditor.personId}::text as me, (
      select coalesce(jsonb_agg(jsonb_build_object('id', id, 'auditorPersonId', auditor_id,
        'dueAt', due_at, 'replaces', replaces)), '[]')
      from case_assignment where case_id = review_case.id) as seats, (
      select coalesce(jsonb_agg(jsonb_build_object('auditorPersonId', auditor_id,
        'finding', decision.finding) order by decided_at, id), '[]')
      from decision where case_id = review_case.id) as taken,
    ${tx.unsafe(FORMER_AUDITORS)} as "formerAuditors"`
}

/**
 * The same columns over known_case with its decision, if there is one. Their auditor has the only
 * seat; deciding decides it.
 */
export function knownColumns(tx: SqlTransaction) {
  return tx`
    known_case.id, known_case.code, exam.blueprint -> 'title' as "examTitle", exam.simulated,
    known_case.weight, known_case.flags, known_case.opened_at as "openedAt",
    known_case.due_at as "dueAt", known_decision.finding,
    known_case.decisions_needed as "decisionsNeeded", 'known' as origin, known_case.truth,
    known_case.auditor_id::text as me, jsonb_build_array(jsonb_build_object('id', known_case.id,
      'auditorPersonId', known_case.auditor_id, 'dueAt', known_case.due_at, 'replaces', null)
    ) as seats, case when known_decision.case_id is null then '[]' else jsonb_build_array(
      jsonb_build_object('auditorPersonId', known_case.auditor_id,
        'finding', known_decision.finding)) end as taken, '[]'::jsonb as "formerAuditors"`
}

/** Cases an auditor may see: not their own, nor of a unit above, below or equal to theirs. */
export function withoutConflict(tx: SqlTransaction, auditor: Auditor) {
  return tx`review_case.candidate_id <> ${auditor.personId}
    and not starts_with(review_case.unit_path, ${auditor.unitPath})
    and not starts_with(${auditor.unitPath}, review_case.unit_path)`
}

/**
 * The queue: what is due first comes first. Open are the cases at which the auditor has a seat,
 * could take one, or has decided; known cases stand among them like any other.
 */
export async function listCases(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly state: 'open' | 'decided' | undefined },
): Promise<CaseRow[]> {
  const state = asked.state ?? null
  const rows = await read(sql, scope, async (tx) => {
    const found = await tx<CaseColumns[]>`
      select ${caseColumns(tx, asked.auditor)}
      from review_case join exam on exam.id = review_case.exam_id
      join lateral (select flags from settlement where attempt_id = review_case.attempt_id
        order by number desc limit 1) as settled on true
      where ${withoutConflict(tx, asked.auditor)} and (${state}::text is null
        or (review_case.finding is null) = (${state} = 'open'))`
    const known = await tx<CaseColumns[]>`
      select ${knownColumns(tx)} from known_case join exam on exam.id = known_case.exam_id
      left join known_decision on known_decision.case_id = known_case.id
      where known_case.auditor_id = ${asked.auditor.personId} and (${state}::text is null
        or (known_decision.finding is null) = (${state} = 'open'))`
    return [...found, ...known]
  })
  return rows
    .map(caseRow)
    .filter(({ state, mine }) => state === 'decided' || mine !== 'none')
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other), 'en'))
}

function orderOf({ dueAt, code }: CaseRow): string {
  return `${dueAt} ${code}`
}

/** A case as its auditor may see it before and after it is decided. */
export function caseRow(row: CaseColumns): CaseRow {
  const { me, taken, decisionsNeeded, formerAuditors } = row
  const isDecided = row.finding !== null
  const seats = row.seats.map((seat): Seat => ({ ...seat, dueAt: new Date(seat.dueAt) }))
  const staffed = { decisions: taken, decisionsNeeded, seats, formerAuditors }
  const seat = isDecided ? 'none' : seatOf(staffed, me)
  const isMine = (one: { readonly auditorPersonId: string }) => one.auditorPersonId === me
  const mine = taken.some(isMine) ? 'decided' : seat === 'held' ? 'assigned' : seat
  const dueAt = seat === 'held' ? seats.find(isMine)?.dueAt : undefined
  return {
    id: row.id,
    code: row.code,
    examTitle: row.examTitle,
    simulated: row.simulated,
    weight: isDecided ? row.weight : null,
    flags: row.flags.map(({ name }) => name),
    openedAt: dayOf(row.openedAt),
    dueAt: dayOf(dueAt ?? row.dueAt),
    state: isDecided ? 'decided' : 'open',
    mine,
    decisions: isDecided || mine === 'decided' ? taken.length : null,
    decisionsNeeded,
    origin: isDecided ? row.origin : null,
    truth: isDecided ? row.truth : null,
  }
}

/** Whether the auditor who asks may decide the case now. */
export function isMyTurn(row: CaseColumns): boolean {
  const { mine } = caseRow(row)
  return mine === 'assigned' || mine === 'free'
}

/** The hour would tell cases that were opened by a job from those opened at a submission. */
function dayOf(at: Date): string {
  return `${at.toISOString().slice(0, 10)}T00:00:00.000Z`
}

/** How decided cases with any of these indicators turned out, on appeal, over all exams in scope. */
export async function baseRates(
  tx: SqlTransaction,
  indicators: readonly string[],
): Promise<{ finding: string; name: LocalizedText; count: number }[]> {
  const rows = await tx<{ finding: Finding; count: number }[]>`
    select coalesce(heard.finding, review_case.finding) as finding, count(*)::int as count
    from review_case left join appeal on appeal.case_id = review_case.id
    left join appeal_decision as heard on heard.appeal_id = appeal.id
    join lateral (select flags from settlement where attempt_id = review_case.attempt_id
      order by number desc limit 1) as settled on true
    where review_case.finding is not null and ${tx.unsafe(currentCase())} and exists (
      select 1 from jsonb_array_elements(settled.flags) as flag
      where flag ->> 'indicator' = any(${[...indicators]}))
    group by 1 order by count(*) desc`
  return rows.map(({ finding, count }) => ({ finding, name: FINDING_NAMES[finding], count }))
}
