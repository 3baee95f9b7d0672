import fc from 'fast-check'
import seedrandom from 'seedrandom'
import t from 'tap'
import {
  type CellHealth,
  type ExposureLimit,
  forecastHealth,
} from '../../../src/domain/bank/forecast-health.ts'

interface Cell {
  readonly counts: readonly number[]
  readonly formCount: number
  readonly formsPerExam: number
  readonly needed: number
  readonly limit: ExposureLimit
}

const place = { competency: 'rules', level: 'know' } as const

function forecast({ counts, needed, ...about }: Cell): CellHealth {
  const items = counts.map((formCount) => ({ ...place, formCount }))
  const [row] = forecastHealth({ ...about, items, cells: [{ ...place, itemCount: needed }] })
  if (!row) throw new Error('a cell has a row')
  return row
}

/** A fraction of whole numbers: sums of shares must not be rounded in what they are held to. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}
const plus = (left: Fraction, right: Fraction): Fraction => ({
  over: left.over * right.under + right.over * left.under,
  under: left.under * right.under,
})
const atLeast = (left: Fraction, right: Fraction) =>
  left.over * right.under >= right.over * left.under
const whole = (value: number): Fraction => ({ over: BigInt(value), under: 1n })
const hundredths = (value: number): Fraction => ({
  over: BigInt(Math.round(value * 100)),
  under: 100n,
})

const HORIZON = 60

/** The exams one after the other; null for what has not happened within the horizon. */
function simulate({ counts, formCount, formsPerExam, needed, limit }: Cell) {
  const isUsedUp = (count: Fraction, forms: number) => {
    const { share, sightings } = limit
    if (sightings !== null && atLeast(count, whole(sightings))) return true
    if (share === null) return false
    const { over, under } = hundredths(share)
    return !atLeast({ over: over * BigInt(forms), under }, count)
  }
  let left = counts.map(whole).filter((count) => !isUsedUp(count, formCount))
  let first = left.length < counts.length ? 0 : null
  let forms = formCount
  for (let exams = 0; exams <= HORIZON; exams += 1) {
    if (left.length < needed) return { first: first ?? exams, tooFew: exams }
    const gain = { over: BigInt(formsPerExam * needed), under: BigInt(left.length) }
    forms += formsPerExam
    const after = left.map((count) => plus(count, gain)).filter((one) => !isUsedUp(one, forms))
    if (after.length < left.length) first ??= exams + 1
    left = after
  }
  return { first, tooFew: null }
}

const limits: fc.Arbitrary<ExposureLimit> = fc.record({
  share: fc.option(fc.integer({ min: 1, max: 100 }).map((share) => share / 100)),
  sightings: fc.option(fc.integer({ min: 1, max: 120 })),
})
/** No item was on more forms than there were. */
const cells: fc.Arbitrary<Cell> = fc
  .record({
    formCount: fc.integer({ min: 0, max: 40 }),
    formsPerExam: fc.integer({ min: 1, max: 20 }),
    needed: fc.integer({ min: 1, max: 4 }),
    limit: limits,
  })
  .chain((about) =>
    fc
      .array(fc.integer({ min: 0, max: about.formCount }), { maxLength: 9 })
      .map((counts) => ({ ...about, counts })),
  )
const within = (exams: number | null) => (exams !== null && exams > HORIZON ? null : exams)
/** Whether `more` is no fewer exams than `fewer`; null is for ever. */
const noFewer = (more: number | null, fewer: number | null) =>
  (more ?? Infinity) >= (fewer ?? Infinity)

t.test('the forecast says what exams held one after the other come to', async () => {
  fc.assert(
    fc.property(cells, (cell) => {
      const { first, tooFew } = simulate(cell)
      const { examsUntilFirst, examsUntilTooFew } = forecast(cell)
      return within(examsUntilFirst) === within(first) && within(examsUntilTooFew) === tooFew
    }),
    { numRuns: 3000 },
  )
})

t.test(
  'another unseen item never costs an exam, and another of any kind not the last',
  async () => {
    fc.assert(
      fc.property(cells, fc.nat({ max: 40 }), (cell, seen) => {
        const before = forecast(cell)
        const fresh = forecast({ ...cell, counts: [...cell.counts, 0] })
        const used = Math.min(seen, cell.formCount)
        const any = forecast({ ...cell, counts: [...cell.counts, used] })
        return (
          noFewer(fresh.examsUntilFirst, before.examsUntilFirst) &&
          noFewer(fresh.examsUntilTooFew, before.examsUntilTooFew) &&
          noFewer(any.examsUntilTooFew, before.examsUntilTooFew)
        )
      }),
      { numRuns: 3000 },
    )
  },
)

t.test('a stricter limit never gives an exam more', async () => {
  const stricterBy = fc.record({
    share: fc.integer({ min: 0, max: 50 }),
    sightings: fc.nat({ max: 60 }),
  })
  fc.assert(
    fc.property(cells, stricterBy, (cell, by) => {
      const { share, sightings } = cell.limit
      const limit = {
        share: share === null ? by.share / 100 : Math.max(0.01, share - by.share / 100),
        sightings: sightings === null ? 120 - by.sightings : Math.max(1, sightings - by.sightings),
      }
      const [loose, strict] = [forecast(cell), forecast({ ...cell, limit })]
      return (
        noFewer(loose.examsUntilFirst, strict.examsUntilFirst) &&
        noFewer(loose.examsUntilTooFew, strict.examsUntilTooFew)
      )
    }),
    { numRuns: 3000 },
  )
})

t.test('forms drawn at random come to the same, where there are many', async (t) => {
  const random = seedrandom('health')
  const start = Array.from({ length: 40 }, (_, id): number => (id < 20 ? 2000 : 0))
  const cell = { counts: start, formCount: 8000, formsPerExam: 4000, needed: 5 }
  const counts = new Map(start.entries())
  const sightings = 5250
  const usable = () => [...counts].flatMap(([id, count]) => (count < sightings ? [id] : []))
  const { sightingsPerExam, ...ends } = forecast({ ...cell, limit: { share: null, sightings } })
  let [exams, first] = [0, 0]
  for (let ids = usable(); ids.length >= cell.needed; ids = usable()) {
    for (let form = 0; form < cell.formsPerExam; form += 1) {
      for (let place = 0; place < cell.needed; place += 1) {
        const other = place + Math.floor(random() * (ids.length - place))
        const [here, there] = [ids[place] ?? 0, ids[other] ?? 0]
        ids[place] = there
        ids[other] = here
        counts.set(there, (counts.get(there) ?? 0) + 1)
      }
    }
    exams += 1
    if (exams === 1) {
      const farthest = Math.max(
        ...start.map((before, id) => Math.abs((counts.get(id) ?? 0) - before - 500)),
      )
      t.ok(farthest < 5 * Math.sqrt(500), 'every item gains what was expected, but for chance')
      t.equal(sightingsPerExam, 500)
    }
    if (first === 0 && usable().length < 40) first = exams
  }
  t.match(ends, { examsUntilFirst: first, examsUntilTooFew: exams })
})

t.test('cells with too few items, with no limit, and of other competencies', async (t) => {
  const none = { share: null, sightings: null }
  const cell = { counts: [0, 3], formCount: 4, formsPerExam: 10, needed: 2, limit: none }
  t.match(forecast(cell), { usable: 2, examsUntilFirst: null, examsUntilTooFew: null })
  t.match(forecast({ ...cell, needed: 3 }), {
    total: 2,
    sightingsPerExam: null,
    examsUntilFirst: 0,
    examsUntilTooFew: 0,
  })
  // An item on every form of 10 is over half of 4 + 10 forms after one exam.
  t.match(forecast({ ...cell, limit: { share: 0.5, sightings: null } }), {
    usable: 1,
    examsUntilFirst: 0,
    examsUntilTooFew: 0,
  })
  const other = { competency: 'else', level: 'know', formCount: 0 } as const
  const [row] = forecastHealth({
    ...cell,
    items: [other],
    cells: [{ ...place, itemCount: 1 }],
  })
  t.match(row, { total: 0, usable: 0, examsUntilTooFew: 0 })
})
