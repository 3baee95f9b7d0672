import fc from 'fast-check'
import t from 'tap'
import { assignSeats } from '../../../src/domain/review/assign-seats.ts'
import {
  freeSeats,
  maySit,
  type SeatedAuditor,
  type StaffedCase,
  seatOf,
} from '../../../src/domain/review/staff-case.ts'

const NOW = new Date('2026-03-02T08:00:00.000Z')
const LATER = new Date('2026-03-09T08:00:00.000Z')
const UNITS = ['/c/', '/c/a/', '/c/b/', '/c/a/x/', '/c/audit/', '/d/'] as const

const auditors = fc
  .array(
    fc.record({
      unitPath: fc.constantFrom(...UNITS),
      branches: fc.uniqueArray(fc.constantFrom('/c/', '/c/a/', '/c/b/', '/d/'), { maxLength: 2 }),
      load: fc.nat(4),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.map((one, index): SeatedAuditor => ({ ...one, personId: `auditor ${index}` })))

const FINDINGS = ['cleared', 'invalidated'] as const
/** Decisions and seats by auditors of a number; a seat is late or not. */
const cases = fc
  .array(
    fc.record({
      candidateUnitPath: fc.constantFrom(...UNITS),
      candidatePersonId: fc.constantFrom('auditor 0', 'candidate'),
      decisionsNeeded: fc.integer({ min: 1, max: 2 }),
      decided: fc.array(fc.constantFrom(...FINDINGS), { maxLength: 2 }),
      late: fc.boolean(),
      seated: fc.nat(1),
      formerAuditors: fc.subarray(['auditor 1', 'auditor 2', 'auditor 3']),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(({ decided, late, seated, ...one }, index): StaffedCase => {
      const sitting = Array.from({ length: seated }, (_, seat) => ({
        id: `seat ${index} ${seat}`,
        auditorPersonId: `auditor ${4 - seat}`,
        dueAt: late ? new Date(NOW.getTime() - 1) : LATER,
        replaces: null,
      }))
      const decisions = decided.map((finding, turn) => ({
        auditorPersonId: `auditor ${turn}`,
        finding,
      }))
      return { ...one, caseId: `case ${index}`, decisions, seats: sitting }
    }),
  )

const world = fc.record({ cases, auditors })

t.test('nobody gets a seat they may not have, nor two at one case', async (t) => {
  fc.assert(
    fc.property(world, ({ cases, auditors }) => {
      const seats = assignSeats({ cases, auditors, now: NOW })
      for (const { caseId, auditorPersonId } of seats) {
        const reviewed = cases.find((one) => one.caseId === caseId) as StaffedCase
        const auditor = auditors.find((one) => one.personId === auditorPersonId) as SeatedAuditor
        if (!maySit(reviewed, auditor)) return false
        const line = [auditor.unitPath, reviewed.candidateUnitPath]
        if (line[0]?.startsWith(line[1] ?? '') || line[1]?.startsWith(line[0] ?? '')) return false
        if (auditorPersonId === reviewed.candidatePersonId) return false
      }
      const pairs = seats.map(({ caseId, auditorPersonId }) => `${caseId}/${auditorPersonId}`)
      return new Set(pairs).size === pairs.length
    }),
    { numRuns: 400 },
  )
  t.pass()
})

t.test('every seat is filled that can be, and no more than are needed', async (t) => {
  fc.assert(
    fc.property(world, ({ cases, auditors }) => {
      const seats = assignSeats({ cases, auditors, now: NOW })
      for (const reviewed of cases) {
        const own = seats.filter(({ caseId }) => caseId === reviewed.caseId)
        const able = auditors.filter((auditor) => maySit(reviewed, auditor)).length
        const isDecided = seatOf(reviewed, 'nobody') === 'none' && freeSeats(reviewed) === 0
        const late = own.filter(({ cause }) => cause === 'overdue').length
        const filled = own.length - late
        if (filled > freeSeats(reviewed)) return false
        if (own.length < Math.min(able, freeSeats(reviewed))) return false
        if (isDecided && filled > 0) return false
      }
      return true
    }),
    { numRuns: 400 },
  )
  t.pass()
})

const UNSEEN = { decisions: [], seats: [], formerAuditors: [], candidatePersonId: 'x' }
/** Cases nobody has seen, and auditors who cover different parts: where a first choice may be bad. */
const fresh = fc.record({
  cases: fc
    .array(fc.constantFrom('/c/a/x/', '/c/b/y/', '/d/z/'), { minLength: 2, maxLength: 6 })
    .map((paths) =>
      paths.map((candidateUnitPath, index): StaffedCase => {
        const empty = { ...UNSEEN, decisionsNeeded: 1 }
        return { caseId: `case ${index}`, candidateUnitPath, ...empty }
      }),
    ),
  auditors: fc
    .array(
      fc.record({
        branches: fc.uniqueArray(fc.constantFrom('/c/a/', '/c/b/', '/d/'), { minLength: 1 }),
        load: fc.nat(2),
      }),
      { minLength: 2, maxLength: 4 },
    )
    .map((all) =>
      all.map((one, index): SeatedAuditor => {
        return { ...one, personId: `auditor ${index}`, unitPath: '/audit/' }
      }),
    ),
})

const aCase = (number: number, candidateUnitPath: string): StaffedCase => {
  const empty = { ...UNSEEN, decisionsNeeded: 1 }
  return { caseId: `case ${number}`, candidateUnitPath, ...empty }
}
const covering = (number: number, load: number, ...branches: string[]): SeatedAuditor => {
  return { personId: `${number}`, unitPath: '/audit/', branches, load }
}
/** The one who covers both is the first choice for the first case, and the better for the other. */
const FIRST_CHOICE_IS_BAD = {
  cases: [aCase(0, '/c/b/'), aCase(10, '/c/a/')],
  auditors: [covering(0, 0, '/c/a/', '/c/b/'), covering(1, 0, '/c/b/'), covering(2, 1, '/c/a/')],
}

/** The most even loads there are, by trying every way to fill the same seats. */
function leastSquares(
  seats: ReturnType<typeof assignSeats>,
  { cases, auditors }: { cases: readonly StaffedCase[]; auditors: readonly SeatedAuditor[] },
): number {
  const loads = loadsAfter([], seats, auditors, cases)
  const taken = new Set<string>()
  let least = Number.POSITIVE_INFINITY
  const fill = (at: number) => {
    const seat = seats[at]
    if (!seat) {
      least = Math.min(least, squares(loads))
      return
    }
    const reviewed = cases.find(({ caseId }) => caseId === seat.caseId) as StaffedCase
    for (const auditor of auditors) {
      const key = `${seat.caseId}/${auditor.personId}`
      if (taken.has(key) || !maySit(reviewed, auditor)) continue
      taken.add(key)
      loads.set(auditor.personId, (loads.get(auditor.personId) ?? 0) + 1)
      fill(at + 1)
      loads.set(auditor.personId, (loads.get(auditor.personId) ?? 0) - 1)
      taken.delete(key)
    }
  }
  fill(0)
  return least
}

function squares(loads: ReadonlyMap<string, number>): number {
  return [...loads.values()].reduce((sum, load) => sum + load ** 2, 0)
}

/** Loads without the seats that were given away, and with those that were given. */
function loadsAfter(
  given: ReturnType<typeof assignSeats>,
  all: ReturnType<typeof assignSeats>,
  auditors: readonly SeatedAuditor[],
  cases: readonly StaffedCase[],
): Map<string, number> {
  const loads = new Map(auditors.map(({ personId, load }) => [personId, load]))
  const add = (personId: string, by: number) => loads.set(personId, (loads.get(personId) ?? 0) + by)
  for (const { replaces } of all) {
    const seat = cases.flatMap(({ seats }) => seats).find(({ id }) => id === replaces)
    if (seat) add(seat.auditorPersonId, -1)
  }
  for (const { auditorPersonId } of given) add(auditorPersonId, 1)
  return loads
}

t.test('loads are as even as who may sit where allows', async (t) => {
  fc.assert(
    fc.property(fc.oneof(fresh, world), ({ cases: all, auditors }) => {
      const cases = all.map((one): StaffedCase => ({ ...one, formerAuditors: [] }))
      const seats = assignSeats({ cases, auditors, now: NOW })
      if (seats.length > 6) return true
      const loads = loadsAfter(seats, seats, auditors, cases)
      return squares(loads) === leastSquares(seats, { cases, auditors })
    }),
    { numRuns: 500, examples: [[FIRST_CHOICE_IS_BAD]] },
  )
  t.pass()
})

t.test('who judged the attempt before sits again only when all others who can do', async (t) => {
  let again = 0
  fc.assert(
    fc.property(world, ({ cases, auditors }) => {
      const seats = assignSeats({ cases, auditors, now: NOW })
      return cases.every((reviewed) => {
        const own = seats.filter(({ caseId }) => caseId === reviewed.caseId)
        const isFormer = (personId: string) => reviewed.formerAuditors.includes(personId)
        const formers = own.filter(({ auditorPersonId }) => isFormer(auditorPersonId))
        again += formers.length
        const others = auditors.filter(
          (auditor) => maySit(reviewed, auditor) && !isFormer(auditor.personId),
        )
        return formers.length === 0 || others.every(({ personId }) => sitsAt(own, personId))
      })
    }),
    { numRuns: 600 },
  )
  t.ok(again > 0, 'it comes to that')
  const reviewed = { ...aCase(0, '/c/a/'), formerAuditors: ['1'] }
  t.equal(seatOf(reviewed, '1'), 'none', 'they can not take a free seat')
  t.equal(seatOf(reviewed, '2'), 'free')
  const given = { id: 's', auditorPersonId: '1', dueAt: LATER, replaces: null }
  t.equal(seatOf({ ...reviewed, seats: [given] }, '1'), 'held', 'but one they are given')
})

function sitsAt(seats: ReturnType<typeof assignSeats>, personId: string): boolean {
  return seats.some(({ auditorPersonId }) => auditorPersonId === personId)
}

t.test('where all may sit everywhere, loads differ by one at most', async (t) => {
  const many = Array.from({ length: 37 }, (_, index): StaffedCase => {
    const empty = { ...UNSEEN, decisionsNeeded: 2 }
    return { caseId: `case ${index}`, candidateUnitPath: '/c/a/', ...empty }
  })
  const five = Array.from({ length: 5 }, (_, index): SeatedAuditor => {
    return { personId: `a${index}`, unitPath: '/c/audit/', branches: ['/c/'], load: 0 }
  })
  const seats = assignSeats({ cases: many, auditors: five, now: NOW })
  const counts = five.map(
    ({ personId }) => seats.filter((seat) => seat.auditorPersonId === personId).length,
  )
  t.equal(seats.length, 74)
  t.same(counts.toSorted(), [14, 15, 15, 15, 15])
})
