import { bunchingTest } from './bunching-test.ts'
import { fisherTest } from './fisher-test.ts'
import { rankPlace } from './rank-names.ts'
import { rankSumTest } from './rank-sum-test.ts'
import { type PersonResult, plainAbility, type Seat } from './seat.ts'
import type { BulletinMark, MarkKind } from './views.ts'
import { welchTest } from './welch-test.ts'
import { type MarkFigures, wordMark } from './word-mark.ts'

/** What the marks of a unit are found from. */
export interface MarkedUnit {
  readonly id: string
  readonly path: string
}
export interface MarkInput {
  /** Everybody of the exams, of every unit. */
  readonly seats: readonly Seat[]
  readonly results: readonly PersonResult[]
  /** By person, what the newest exam before said, without the prior. */
  readonly earlier: ReadonlyMap<string, number>
}

/** At most this share of bulletins in which nothing is amiss carries a mark of one kind. */
export const FALSE_MARK_RATE = 0.05
/** Persons on either side below which nothing is compared. */
const FEWEST = 5
const FEWEST_OTHERS = 20
const FEWEST_ABSENT = 3
/** Starts in this last part of the window are late. */
const LAST_PART = 0.1

interface Found {
  readonly p: number
  readonly figures: MarkFigures
}
type Look = (unit: MarkedUnit, input: MarkInput) => Found | null

const LOOKS: Readonly<Record<MarkKind, Look>> = {
  jump: findJump,
  'late-starts': findLateStarts,
  'above-the-cut': findBunching,
  'missing-weak': findMissingWeak,
  'missing-ranks': findMissingRanks,
}

/**
 * What to look at in each unit: a jump against the period before, starts in the last part of the
 * window, results just above the cut, the weak or some ranks missing. Each kind is tested against
 * everybody else of the exam (or within the unit), and held by Holm (1979) over the units, so that
 * at most 1 of 20 bulletins in which nothing is amiss carries a mark of a kind.
 */
export function findMarks(
  units: readonly MarkedUnit[],
  input: MarkInput,
): ReadonlyMap<string, BulletinMark[]> {
  const marks = new Map<string, BulletinMark[]>(units.map(({ id }) => [id, []]))
  for (const [kind, look] of Object.entries(LOOKS) as [MarkKind, Look][]) {
    for (const { id, p, figures } of stepDown(units, input, look)) {
      marks.get(id)?.push(wordMark(kind, p, figures))
    }
  }
  return marks
}

/**
 * Units by falling evidence until none is left to call. Who was called is no measure for the rest:
 * one unit far ahead would make all others look as if they had fallen behind.
 */
function stepDown(units: readonly MarkedUnit[], input: MarkInput, look: Look) {
  const called: (Found & { readonly id: string })[] = []
  let [left, rest] = [[...units], input]
  for (;;) {
    const found = left.flatMap((unit) => {
      const one = look(unit, rest)
      return one === null ? [] : [{ unit, ...one }]
    })
    const first = found.toSorted((one, other) => one.p - other.p)[0]
    const p = (first?.p ?? 1) * found.length
    if (first === undefined || p >= FALSE_MARK_RATE) return called
    called.push({ id: first.unit.id, p, figures: first.figures })
    left = left.filter(({ id }) => id !== first.unit.id)
    const isOther = ({ unitPath }: { readonly unitPath: string }) =>
      !unitPath.startsWith(first.unit.path)
    rest = {
      ...rest,
      seats: rest.seats.filter(isOther),
      results: rest.results.filter(isOther),
    }
  }
}

/** Those of the unit, and all others. */
function split<T extends { readonly unitPath: string }>(
  { path }: MarkedUnit,
  all: readonly T[],
): { readonly own: T[]; readonly others: T[] } {
  const { own = [], others = [] } = Object.groupBy(all, ({ unitPath }) =>
    unitPath.startsWith(path) ? 'own' : 'others',
  )
  return { own, others }
}

/** Whether the same persons changed more than everybody else's did. */
function findJump(unit: MarkedUnit, { results, earlier }: MarkInput): Found | null {
  const changes = results.flatMap(({ personId, unitPath, estimate }) => {
    const [before, now] = [earlier.get(personId), plainAbility(estimate)]
    return before === undefined || now === null ? [] : [{ unitPath, change: now - before }]
  })
  const { own, others } = split(unit, changes)
  if (own.length < FEWEST || others.length < FEWEST_OTHERS) return null
  const [left, right] = [own, others].map((group) => group.map(({ change }) => change))
  const test = welchTest(left ?? [], right ?? [])
  if (test === null) return null
  const { difference, standardError, p } = test
  return { p, figures: { count: own.length, difference, standardError } }
}

function findLateStarts(unit: MarkedUnit, { seats }: MarkInput): Found | null {
  const started = seats.flatMap(({ unitPath, start }) =>
    start === null ? [] : [{ unitPath, isLate: start >= 1 - LAST_PART }],
  )
  const { own, others } = split(unit, started)
  if (own.length < FEWEST || others.length < FEWEST_OTHERS) return null
  const lateOf = (group: typeof own) => ({
    hits: group.filter(({ isLate }) => isLate).length,
    of: group.length,
  })
  const [mine, theirs] = [lateOf(own), lateOf(others)]
  return {
    p: fisherTest(mine, theirs),
    figures: { count: mine.of, hits: mine.hits, others: theirs.hits / theirs.of },
  }
}

function findBunching(unit: MarkedUnit, { results }: MarkInput): Found | null {
  const placed = results.flatMap(({ unitPath, toCut }) =>
    toCut === null ? [] : [{ unitPath, value: toCut.theta }],
  )
  const { own, others } = split(unit, placed)
  const test = bunchingTest(
    own.map(({ value }) => value),
    others.map(({ value }) => value),
  )
  if (test === null) return null
  return { p: test.p, figures: { count: test.above + test.below, hits: test.above } }
}

/** Whether those who did not sit, exempted ones included, had lower results before. */
function findMissingWeak(unit: MarkedUnit, { seats, earlier }: MarkInput): Found | null {
  const { absent, present } = attendanceOf(unit, seats, ({ personId }) => earlier.get(personId))
  if (absent.length < FEWEST_ABSENT || present.length < FEWEST) return null
  const test = rankSumTest(absent, present)
  if (test === null) return null
  const figures = { count: absent.length, share: test.belowShare }
  // One-sided: that the able stay away is nothing to look at, but was looked at all the same.
  return { p: test.belowShare > 0.5 ? test.p / 2 : 1 - test.p / 2, figures }
}

function findMissingRanks(unit: MarkedUnit, { seats }: MarkInput): Found | null {
  const { absent, present } = attendanceOf(unit, seats, ({ rank }) => rankPlace(rank))
  if (absent.length < FEWEST_ABSENT || present.length < FEWEST) return null
  const test = rankSumTest(absent, present)
  return test && { p: test.p, figures: { count: absent.length, share: test.belowShare } }
}

/** A value of everybody of a unit, by whether they sat any of the exams. */
function attendanceOf(
  unit: MarkedUnit,
  seats: readonly Seat[],
  valueFor: (seat: Seat) => number | undefined,
): { readonly absent: number[]; readonly present: number[] } {
  const persons = Map.groupBy(split(unit, seats).own, ({ personId }) => personId)
  const [absent, present]: [number[], number[]] = [[], []]
  for (const own of persons.values()) {
    const [first] = own
    const value = first && valueFor(first)
    if (value === undefined) continue
    if (own.some(({ sat }) => sat)) present.push(value)
    else absent.push(value)
  }
  return { absent, present }
}
