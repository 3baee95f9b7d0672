import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { assignSeats } from '../domain/review/assign-seats.ts'
import { KNOWN_SHARE, seatDueAt } from '../domain/review/workload.ts'
import { CaseAssignmentEntity, CaseEntity } from '../store/entities/review.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import {
  findUnderstaffed,
  readAuditors,
  readStaffedCases,
  type StaffedRow,
} from '../store/review/read-staffed-cases.ts'
import { write } from '../store/scope.ts'
import { dealKnownCase, type GivenSeat } from './deal-known-case.ts'
import type { Deps } from './deps.ts'

const CASES_A_CHUNK = 100

/** By chance: were it every tenth, it could be told which. */
const KNOWN_PER_SEAT = KNOWN_SHARE / (1 - KNOWN_SHARE)

/** So long whoever is at hand may take a seat; then it is given. */
const FREE_FOR_MS = 10 * 60_000

/**
 * Fills the seats of cases open for ten minutes by load, and gives overdue ones to somebody else; a
 * chunk of cases in one transaction. After the seats come known cases.
 * @returns how many seats were given
 */
export async function assignCases(deps: Deps): Promise<number> {
  const caseIds = await write(deps.orm, (em) => {
    const now = deps.now()
    return findUnderstaffed(em, { now, openedBefore: new Date(now.getTime() - FREE_FOR_MS) })
  })
  const given: GivenSeat[] = []
  for (let from = 0; from < caseIds.length; from += CASES_A_CHUNK) {
    const chunk = caseIds.slice(from, from + CASES_A_CHUNK)
    given.push(...(await write(deps.orm, (em) => assignChunk(deps, em, chunk))))
  }
  for (const seat of given) {
    if (chance(deps) < KNOWN_PER_SEAT) await dealKnownCase(deps, seat)
  }
  return given.length
}

/** Cases are locked one after the other in the same order, as a decision locks its one. */
async function assignChunk(
  deps: Deps,
  em: EntityManager,
  caseIds: readonly string[],
): Promise<GivenSeat[]> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const
  await em.find(CaseEntity, { id: [...caseIds] }, lock)
  const cases = await readStaffedCases(em, caseIds)
  const now = deps.now()
  const seats = assignSeats({ cases, auditors: await readAuditors(em), now })
  const byId = new Map(cases.map((reviewed) => [reviewed.caseId, reviewed]))
  const given = seats.map((seat) => {
    const reviewed = byId.get(seat.caseId) as StaffedRow
    const { auditorPersonId: auditorId, cause, replaces } = seat
    const dueAt = seatDueAt(now, reviewed.dueAt)
    const id = deps.newId()
    const { caseId } = seat
    em.create(CaseAssignmentEntity, {
      ...{ id, caseId, auditorId, cause, replaces, dueAt },
      assignedAt: now,
    })
    return { id, caseId, auditorId, cause, replaces, reviewed, dueAt }
  })
  await em.flush()
  // Not in the attempt's own chain, which its candidate may read before it is decided.
  await appendLogs(
    em,
    given.map(({ id, caseId, auditorId, cause, replaces, dueAt }) => ({
      chain: 'service:seats',
      actor: null,
      act: 'case-assigned',
      subject: id,
      detail: { caseId, auditorId, cause, replaces, dueAt: dueAt.toISOString() },
      at: now,
    })),
  )
  return given
}

/** An unguessable number in [0, 1). */
function chance({ randomHex }: Deps): number {
  return Number.parseInt(randomHex(6), 16) / 2 ** 48
}
