import type { LocalizedText } from '../../text.ts'
import { FEWEST_PERSONS, protectGroups } from '../protect-groups.ts'
import { findMarks } from './find-marks.ts'
import { orderUnits, type Standing } from './order-units.ts'
import { type BranchPerson, rateGroups } from './rate-groups.ts'
import { combineSeats, type PersonResult, plainAbility, type Seat } from './seat.ts'
import { type UnitAbility, unitAbility } from './unit-ability.ts'
import type { Bulletin, BulletinMark, BulletinUnit, Participation } from './views.ts'

/** A unit of the tree. */
export interface PlacedUnit {
  readonly id: string
  readonly path: string
  readonly name: LocalizedText
}

export interface BulletinInput extends Pick<Bulletin, 'source' | 'required'> {
  /** Whose bulletin it is, and the units directly below it. */
  readonly unit: PlacedUnit
  readonly children: readonly PlacedUnit[]
  /** Everybody of the exams, of every unit, in the order of the exams. */
  readonly seats: readonly Seat[]
  /** Everybody of the branch, assigned or not. */
  readonly persons: readonly BranchPerson[]
  readonly postNames: ReadonlyMap<string, LocalizedText>
  /** The exam before, and what it said by person without the prior; null where there is none. */
  readonly earlier: {
    readonly title: LocalizedText
    readonly abilities: ReadonlyMap<string, number>
  } | null
}

/**
 * A unit's bulletin: what its branch showed in an exam or a half-year, with intervals, with ranks
 * only as far as units can be ordered, with marks to look at, and with rates by group. Which units
 * show follows from everybody of the exam, whoever asks, so that bulletins of several tiers laid
 * side by side don't tell of fewer than five persons either.
 */
export function makeBulletin(input: BulletinInput): Bulletin {
  const { unit, children, seats, source, required, earlier, persons, postNames } = input
  const all = { seats, results: combineSeats(seats) }
  const shown = {
    participation: shownPaths(seats.filter(isFirstOfPerson(seats))),
    ability: shownPaths(all.results),
  }
  const rowOf = (one: PlacedUnit) => measure(one, all, shown)
  const whole = rowOf(unit)
  const rows = children.map(rowOf).filter((row) => row.participation !== null)
  const compared = rows.filter((row) => row.ability !== null)
  const standings = compared.length > 1 ? standingsOf(compared) : new Map<string, Standing>()
  const looked = compared.length > 0 ? compared : [whole].filter((row) => row.ability !== null)
  const abilities = earlier?.abilities ?? new Map<string, number>()
  const marks = findMarks(
    looked.map(({ placed }) => placed),
    { ...all, earlier: abilities },
  )
  const view = (row: Measured) =>
    viewOf(row, { standing: standings.get(row.placed.id), marks: marks.get(row.placed.id) })
  return {
    ...{ source, required, earlier: earlier?.title ?? null },
    whole: view(whole),
    units: rows.map(view),
    groups: rateGroups(persons, seatsOf(unit, seats), postNames),
  }
}

interface Measured {
  readonly placed: PlacedUnit
  readonly participation: Participation | null
  readonly ability: UnitAbility | null
  readonly results: readonly PersonResult[]
}

const seatsOf = <T extends { readonly unitPath: string }>(
  { path }: PlacedUnit,
  all: readonly T[],
) => all.filter(({ unitPath }) => unitPath.startsWith(path))

/** A person of several exams is one person to be protected. */
function isFirstOfPerson(seats: readonly Seat[]): (seat: Seat) => boolean {
  const firsts = new Set(
    [...Map.groupBy(seats, ({ personId }) => personId).values()].map(([first]) => first),
  )
  return (seat) => firsts.has(seat)
}

function shownPaths(persons: readonly { readonly unitPath: string }[]): ReadonlySet<string> {
  if (persons.length < FEWEST_PERSONS) return new Set()
  const placed = persons.map(({ unitPath }) => ({ unitPath, post: null }))
  return new Set(protectGroups(placed).branches)
}

function measure(
  placed: PlacedUnit,
  all: { readonly seats: readonly Seat[]; readonly results: readonly PersonResult[] },
  shown: { readonly participation: ReadonlySet<string>; readonly ability: ReadonlySet<string> },
): Measured {
  const seats = seatsOf(placed, all.seats)
  const results = seatsOf(placed, all.results)
  const due = seats.filter(({ isExempt, sat }) => sat || !isExempt)
  const expected = new Set(due.map(({ personId }) => personId)).size
  const isShown = shown.participation.has(placed.path)
  return {
    placed,
    results,
    participation: isShown ? countParticipation(seats) : null,
    ability: isShown && shown.ability.has(placed.path) ? unitAbility(results, expected) : null,
  }
}

/** Seats by what became of them; whoever sat although exempted sat. */
export function countParticipation(
  seats: readonly Pick<Seat, 'sat' | 'isExempt'>[],
): Participation {
  const sat = seats.filter((seat) => seat.sat).length
  const exempt = seats.filter((seat) => seat.isExempt && !seat.sat).length
  const due = seats.length - exempt
  return {
    ...{ assigned: seats.length, exempt, sat, missing: due - sat },
    share: due === 0 ? null : sat / due,
  }
}

function standingsOf(rows: readonly Measured[]): ReadonlyMap<string, Standing> {
  return orderUnits(
    rows.flatMap(({ placed, ability, results }) => {
      if (ability === null) return []
      const abilities = results.flatMap(({ estimate }) => plainAbility(estimate) ?? [])
      return [{ id: placed.id, abilities, interval: ability.mean }]
    }),
  )
}

function viewOf(
  { placed, participation, ability }: Measured,
  found: {
    readonly standing: Standing | undefined
    readonly marks: readonly BulletinMark[] | undefined
  },
): BulletinUnit {
  return {
    ...{ id: placed.id, name: placed.name, participation, ability },
    rank: found.standing?.rank ?? null,
    group: found.standing?.group ?? null,
    marks: [...(found.marks ?? [])],
  }
}
