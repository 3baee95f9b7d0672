import { say } from '../../bank/finding.ts'
import { compareText, type LocalizedText } from '../../text.ts'
import { ageBandName } from '../age-band.ts'
import { FEWEST_PERSONS } from '../protect-groups.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import { rankName, rankPlace } from './rank-names.ts'
import type { Seat } from './seat.ts'
import { GROUPINGS, type RateGroup, type RateKind, type RateView } from './views.ts'

/** Somebody of the branch, assigned or not. */
export type BranchPerson = Pick<Seat, 'personId' | 'rank' | 'post' | 'ageBand'>

interface Share {
  readonly count: number
  readonly of: number
}

/** What is told of flags, cases and awards would tell of persons in smaller groups. */
const FEWEST_JUDGED = 10

const FEWEST_OF: Readonly<Record<RateKind, number>> = {
  assigned: FEWEST_PERSONS,
  noticed: FEWEST_PERSONS,
  sat: FEWEST_PERSONS,
  flagged: FEWEST_JUDGED,
  case: FEWEST_JUDGED,
  awarded: FEWEST_JUDGED,
}
const KINDS = Object.keys(FEWEST_OF) as RateKind[]
const UNKNOWN = ''

/**
 * Who was assigned, told in time, sat, was flagged, became a case, got the award: by rank, by post
 * and by age band, each with the Wilson interval and the gap to everybody else. Seats count once an
 * exam; `assigned` counts the persons of the branch. A rate is left out where its denominator is
 * small, and one more where the others would give it away.
 */
export function rateGroups(
  persons: readonly BranchPerson[],
  seats: readonly Seat[],
  postNames: ReadonlyMap<string, LocalizedText>,
): RateGroup[] {
  const assigned = new Set(seats.map(({ personId }) => personId))
  return GROUPINGS.flatMap((grouping) => {
    const ofPerson = Map.groupBy(persons, (one) => groupOf(one, grouping))
    const ofSeat = Map.groupBy(seats, (one) => groupOf(one, grouping))
    const ids = [...new Set([...ofPerson.keys(), ...ofSeat.keys()])].sort(
      (left, right) => rankPlace(left) - rankPlace(right) || compareText(left, right),
    )
    const shares = new Map(
      ids.map((id) => {
        const own = ofPerson.get(id) ?? []
        const known = { count: own.filter((one) => assigned.has(one.personId)).length }
        return [id, { assigned: { ...known, of: own.length }, ...sharesOf(ofSeat.get(id) ?? []) }]
      }),
    )
    const rates = new Map(KINDS.map((kind) => [kind, ratesOf(shares, kind)]))
    return ids
      .filter((id) => id !== UNKNOWN)
      .map(
        (id): RateGroup => ({
          ...{ grouping, id, name: nameOf(grouping, id, postNames) },
          persons: ofPerson.get(id)?.length ?? 0,
          rates: Object.fromEntries(
            KINDS.map((kind) => [kind, rates.get(kind)?.get(id) ?? null]),
          ) as RateGroup['rates'],
        }),
      )
      .filter((group) => Object.values(group.rates).some((rate) => rate !== null))
  })
}

function groupOf(one: BranchPerson, grouping: RateGroup['grouping']): string {
  if (grouping === 'rank') return one.rank
  return (grouping === 'post' ? one.post : one.ageBand) ?? UNKNOWN
}

function nameOf(
  grouping: RateGroup['grouping'],
  id: string,
  postNames: ReadonlyMap<string, LocalizedText>,
): LocalizedText {
  if (grouping === 'rank') return rankName(id)
  return grouping === 'age' ? ageBandName(id) : (postNames.get(id) ?? say(id, id))
}

/** Flags, cases and awards are of those who sat; the rest of everybody assigned, or due. */
function sharesOf(seats: readonly Seat[]): Readonly<Record<Exclude<RateKind, 'assigned'>, Share>> {
  const due = seats.filter(({ isExempt, sat }) => sat || !isExempt)
  const done = seats.filter(({ sat }) => sat)
  const share = (all: readonly Seat[], is: (seat: Seat) => boolean): Share => ({
    count: all.filter(is).length,
    of: all.length,
  })
  return {
    noticed: share(seats, ({ noticed }) => noticed),
    sat: share(due, ({ sat }) => sat),
    flagged: share(done, ({ flagged }) => flagged),
    case: share(done, ({ hasCase }) => hasCase),
    awarded: share(done, ({ awarded }) => awarded),
  }
}

function ratesOf(
  shares: ReadonlyMap<string, Readonly<Record<RateKind, Share>>>,
  kind: RateKind,
): ReadonlyMap<string, RateView> {
  const own = [...shares].map(([id, all]) => ({ id, ...all[kind] }))
  const total = {
    count: own.reduce((sum, { count }) => sum + count, 0),
    of: own.reduce((sum, { of }) => sum + of, 0),
  }
  return new Map(
    safeGroups(own, FEWEST_OF[kind]).map(({ id, count, of }) => {
      const others = { count: total.count - count, of: total.of - of }
      const gap = others.of === 0 ? null : differenceOf({ count, of }, others)
      return [id, { count, of, rate: { ...wilsonInterval(count, of) }, gap }]
    }),
  )
}

/** The groups large enough, greatest first, as long as what is left over is none or enough. */
function safeGroups<Group extends Share & { readonly id: string }>(
  groups: readonly Group[],
  fewest: number,
): Group[] {
  const total = groups.reduce((sum, { of }) => sum + of, 0)
  const shown = groups
    .filter(({ of, id }) => of >= fewest && id !== UNKNOWN)
    .sort((left, right) => right.of - left.of || compareText(left.id, right.id))
  while (shown.length > 0) {
    const rest = total - shown.reduce((sum, { of }) => sum + of, 0)
    if (rest === 0 || rest >= fewest) break
    shown.pop()
  }
  return shown
}

/** Difference of two shares by their Wilson intervals (Newcombe 1998, Stat. in Medicine 17:873). */
export function differenceOf(own: Share, others: Share) {
  const [left, right] = [wilsonInterval(own.count, own.of), wilsonInterval(others.count, others.of)]
  const value = left.value - right.value
  return {
    value,
    low: value - Math.hypot(left.value - left.low, right.high - right.value),
    high: value + Math.hypot(left.high - left.value, right.value - right.low),
  }
}
