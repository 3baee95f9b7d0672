import { sha256Hex } from '../digest.ts'
import { compareText } from '../text.ts'
import { stateOfCase } from './case.ts'
import {
  freeSeats,
  maySit,
  type SeatCause,
  type SeatedAuditor,
  type StaffedCase,
  waitingSeats,
} from './staff-case.ts'

/** A seat given to an auditor. */
export interface NewSeat {
  readonly caseId: string
  readonly auditorPersonId: string
  readonly cause: SeatCause
  /** The overdue seat it stands in for. */
  readonly replaces: string | null
}

/** A seat to be filled, with who may sit there. */
interface Vacancy extends Omit<NewSeat, 'auditorPersonId'> {
  readonly eligible: readonly string[]
  /** Whose seat it was; their load falls by one when somebody else gets it. */
  readonly from: string | null
  holder: string | null
}

/**
 * Fills free seats and gives overdue ones to somebody else, so that loads are as even as who may
 * sit where allows: no seat given here could go to another auditor, directly or along a chain of
 * exchanges, such that loads came closer together. That is an optimal semi-matching (Harvey,
 * Ladner, Lovász & Tamir 2006, Theorem 3.1), found by removing cost-reducing paths. A seat nobody
 * may take stays free; an overdue one stays where it is.
 */
export function assignSeats(assigning: {
  readonly cases: readonly StaffedCase[]
  readonly auditors: readonly SeatedAuditor[]
  readonly now: Date
}): NewSeat[] {
  const { cases, auditors, now } = assigning
  const vacancies = cases
    .flatMap((reviewed) => vacanciesOf(reviewed, auditors, now))
    .sort((one, other) => one.eligible.length - other.eligible.length)
  const loads = new Map(auditors.map(({ personId, load }) => [personId, load]))
  for (const vacancy of vacancies) {
    const chosen = leastLoaded(vacancy, seekersOf(vacancy, vacancies), loads)
    if (chosen !== undefined) sit(vacancy, chosen, loads)
  }
  while (exchange(vacancies, loads)) {}
  return vacancies.flatMap(({ caseId, cause, replaces, holder }) =>
    holder === null ? [] : [{ caseId, auditorPersonId: holder, cause, replaces }],
  )
}

function vacanciesOf(
  reviewed: StaffedCase,
  auditors: readonly SeatedAuditor[],
  now: Date,
): Vacancy[] {
  const { caseId, decisions, decisionsNeeded, formerAuditors } = reviewed
  const { state, needsThird } = stateOfCase(decisions, decisionsNeeded)
  if (state === 'decided') return []
  const able = auditors
    .filter((auditor) => maySit(reviewed, auditor))
    .map(({ personId }) => personId)
  const fresh = able.filter((personId) => !formerAuditors.includes(personId))
  const former = able.filter((personId) => formerAuditors.includes(personId))
  // Seats go to whoever has not judged the attempt before, as far as there are such.
  const eligibleAt = (index: number) => (index < fresh.length ? fresh : former)
  const late = waitingSeats(reviewed).filter(({ dueAt }) => dueAt < now)
  const cause = needsThird ? 'third' : 'load'
  const free = Array.from({ length: freeSeats(reviewed) }, (_, index): Vacancy => {
    const eligible = eligibleAt(index)
    return { caseId, cause, replaces: null, eligible, from: null, holder: null }
  })
  const overdue = late.map(({ id, auditorPersonId }, index): Vacancy => {
    const from = auditorPersonId
    const eligible = eligibleAt(free.length + index)
    return { caseId, cause: 'overdue', replaces: id, eligible, from, holder: null }
  })
  return [...free, ...overdue]
}

/** Who may fill a vacancy, of those who have no other seat at the same case. */
function seekersOf(vacancy: Vacancy, all: readonly Vacancy[]): string[] {
  const seated = all.filter(({ caseId }) => caseId === vacancy.caseId).map(({ holder }) => holder)
  return vacancy.eligible.filter((personId) => !seated.includes(personId))
}

/** Of equal loads the one an unguessable-looking order puts first: nobody is always the first. */
function leastLoaded(
  { caseId }: Vacancy,
  seekers: readonly string[],
  loads: ReadonlyMap<string, number>,
): string | undefined {
  const load = (personId: string) => loads.get(personId) ?? 0
  const order = (personId: string) => sha256Hex(`${caseId}/${personId}`)
  return [...seekers].sort(
    (one, other) => load(one) - load(other) || compareText(order(one), order(other)),
  )[0]
}

function sit(vacancy: Vacancy, personId: string, loads: Map<string, number>): void {
  const { from } = vacancy
  vacancy.holder = personId
  add(loads, personId, 1)
  if (from !== null) add(loads, from, -1)
}

function add(loads: Map<string, number>, personId: string, by: number): void {
  loads.set(personId, (loads.get(personId) ?? 0) + by)
}

/** Moves seats along one path that evens loads out; false where there is none any more. */
function exchange(vacancies: readonly Vacancy[], loads: Map<string, number>): boolean {
  const holders = [...new Set(vacancies.flatMap(({ holder }) => holder ?? []))]
  for (const start of holders) {
    const path = pathFrom(start, vacancies, loads)
    if (path === null) continue
    for (const { vacancy, to } of path) vacancy.holder = to
    add(loads, start, -1)
    add(loads, path.at(-1)?.to ?? start, 1)
    return true
  }
  return false
}

interface Move {
  readonly vacancy: Vacancy
  readonly to: string
}

/** The shortest chain of moves from an auditor to one with at least two seats fewer. */
function pathFrom(
  start: string,
  vacancies: readonly Vacancy[],
  loads: ReadonlyMap<string, number>,
): Move[] | null {
  const most = (loads.get(start) ?? 0) - 2
  const reached = new Map<string, readonly Move[]>([[start, []]])
  for (const [auditor, path] of reached) {
    for (const vacancy of vacancies.filter(({ holder }) => holder === auditor)) {
      for (const to of seekersOf(vacancy, vacancies)) {
        if (reached.has(to)) continue
        const longer = [...path, { vacancy, to }]
        if ((loads.get(to) ?? 0) <= most) return longer
        reached.set(to, longer)
      }
    }
  }
  return null
}
