import t from 'tap'
import { seededRandom } from '../../../../src/domain/random.ts'
import {
  FALSE_MARK_RATE,
  findMarks,
} from '../../../../src/domain/settlement/bulletin/find-marks.ts'
import { combineSeats, type Seat } from '../../../../src/domain/settlement/bulletin/seat.ts'
import { MARKS, type MarkKind } from '../../../../src/domain/settlement/bulletin/views.ts'
import { simulateUnits, unitsOf } from './simulated-units.ts'

const SIZES = [25, 40, 15, 60, 30, 20]
const plan = SIZES.map((size, at) => ({ size, mean: 0.2 * at - 0.5 }))

function marksIn(seats: readonly Seat[], earlier: ReadonlyMap<string, number>) {
  const results = combineSeats(seats)
  const found = findMarks(unitsOf(SIZES.length), { seats, results, earlier })
  return [...found].flatMap(([id, marks]) => marks.map(({ kind }) => ({ id, kind })))
}

t.test('where nothing is amiss, a kind of mark shows in 1 of 20 bulletins at most', async (t) => {
  const random = seededRandom('no-marks')
  const times = 150
  const counts = new Map<MarkKind, number>()
  for (let time = 0; time < times; time += 1) {
    const { seats, earlier } = simulateUnits(random, plan)
    const kinds = new Set(marksIn(seats, earlier).map(({ kind }) => kind))
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const most = FALSE_MARK_RATE + 3 * Math.sqrt(0.0475 / times)
  for (const kind of MARKS)
    t.ok((counts.get(kind) ?? 0) / times <= most, `${kind} ${counts.get(kind)}`)
})

/** Changes what the persons of unit 1 did. */
const altered = (seats: readonly Seat[], change: (seat: Seat) => Seat) =>
  seats.map((seat) => (seat.unitPath === '/county/1/' ? change(seat) : seat))

t.test('what is amiss in one unit is marked there, and seldom elsewhere', async (t) => {
  const random = seededRandom('marks')
  const planted: Readonly<Record<MarkKind, (seat: Seat, before: number | undefined) => Seat>> = {
    jump: (seat) => {
      if (seat.estimate === null) return seat
      const { theta, standardError } = seat.estimate
      return { ...seat, estimate: { theta: theta + 0.7, standardError } }
    },
    'late-starts': (seat) => ({
      ...seat,
      start: seat.start === null ? null : 0.9 + seat.start / 10,
    }),
    'above-the-cut': (seat) => {
      // Lifted where they fell short by up to half a standard deviation.
      const { estimate, cut } = seat
      if (estimate === null || cut === null) return seat
      const short = cut - 0.2 - estimate.theta
      const theta = short > -0.2 && short < 0.35 ? -0.2 + 0.05 * random() : estimate.theta
      return { ...seat, estimate: { ...estimate, theta } }
    },
    'missing-weak': (seat, before) =>
      before !== undefined && before < -0.9 ? { ...seat, sat: false, estimate: null } : seat,
    'missing-ranks': (seat) =>
      seat.rank === 'temporary' ? { ...seat, sat: false, estimate: null, isExempt: true } : seat,
  }
  const times = 20
  for (const kind of MARKS) {
    let [found, elsewhere] = [0, 0]
    for (let time = 0; time < times; time += 1) {
      const units =
        kind === 'above-the-cut'
          ? plan.map((one) => ({ ...one, size: 3 * one.size, mean: 0 }))
          : plan
      const { seats, earlier } = simulateUnits(random, units)
      const changed = altered(seats, (seat) => planted[kind](seat, earlier.get(seat.personId)))
      const marks = marksIn(changed, earlier).filter((mark) => mark.kind === kind)
      if (marks.some(({ id }) => id === '1')) found += 1
      if (marks.some(({ id }) => id !== '1')) elsewhere += 1
    }
    t.ok(found >= 0.7 * times, `${kind} found in ${found} of ${times}`)
    t.ok(elsewhere <= 0.25 * times, `${kind} elsewhere in ${elsewhere}`)
    t.comment(`${kind}: found ${found}, elsewhere ${elsewhere} of ${times}`)
  }
})

t.test('a mark says what was seen, what it may come from, and no verdict', async (t) => {
  const random = seededRandom('marks')
  const { seats, earlier } = simulateUnits(random, plan)
  const late = altered(seats, (seat) => ({ ...seat, start: seat.sat ? 0.97 : null }))
  const results = combineSeats(late)
  const [mark] = findMarks(unitsOf(SIZES.length), { seats: late, results, earlier }).get('1') ?? []
  t.equal(mark?.kind, 'late-starts')
  t.match(
    mark?.sentence.en,
    /^\d+ of \d+ began in the last tenth of the window, against \d+% elsewhere\.$/,
  )
  t.ok((mark?.explanations.length ?? 0) >= 2)
  t.ok((mark?.p ?? 1) < FALSE_MARK_RATE)
})
