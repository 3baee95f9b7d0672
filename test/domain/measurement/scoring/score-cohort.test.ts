import fc from 'fast-check'
import t from 'tap'
import { MISSING } from '../../../../src/domain/measurement/calibration/response-matrix.ts'
import { estimateAbility } from '../../../../src/domain/measurement/estimate-ability.ts'
import {
  estimateMap,
  estimateMle,
  estimateWle,
} from '../../../../src/domain/measurement/point-estimates.ts'
import { formInformation } from '../../../../src/domain/measurement/scoring/form-information.ts'
import {
  SCORING_METHODS,
  scoreCohort,
} from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import {
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { responses } from '../arbitraries.ts'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const steps = fc
  .uniqueArray(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 5 })
  .map((values) => values.toSorted((a, b) => a - b).map((value) => value / 10))
const anItem: fc.Arbitrary<ScoringItem> = fc.oneof(
  fc.record({
    model: fc.constant('logistic' as const),
    discrimination: real(0.3, 3),
    locations: real(-3, 3).map((location) => [location]),
    guessing: fc.oneof(fc.constant(0), real(0.05, 0.4)),
  }),
  fc.record({
    model: fc.constantFrom('grm' as const, 'gpcm' as const),
    discrimination: real(0.3, 3),
    locations: steps,
    guessing: fc.constant(0),
  }),
)
/** A form with the responses of a few persons, some of them missing. */
const aCohort = fc
  .array(anItem, { minLength: 1, maxLength: 25 })
  .chain((items) =>
    fc.record({
      items: fc.constant(items),
      rows: fc.array(
        fc.tuple(...items.map(({ locations }) => fc.integer({ min: -1, max: locations.length }))),
        { minLength: 1, maxLength: 8 },
      ),
    }),
  )
  .map(({ items, rows }) => ({ items, values: Int8Array.from(rows.flat()), rows }))

const ESTIMATORS = {
  eap: estimateAbility,
  map: estimateMap,
  mle: estimateMle,
  wle: estimateWle,
} as const

t.test('a cohort gets the scores its persons get one by one', async () => {
  fc.assert(
    fc.property(responses(1, 40), fc.constantFrom(...SCORING_METHODS), (given, method) => {
      const items = given.map(
        ({ parameters }): ScoringItem => ({
          model: 'logistic',
          discrimination: parameters.discrimination,
          locations: [parameters.difficulty],
          guessing: parameters.guessing,
        }),
      )
      const values = Int8Array.from(given, ({ correct }) => (correct ? 1 : 0))
      const found = scoreCohort({ items, values, method })
      const expected = ESTIMATORS[method](given)
      const off = Math.abs((found.theta[0] ?? Number.NaN) - expected.theta)
      const error = found.standardError[0] ?? Number.NaN
      // The single way says not-a-number where the curvature at a bound has the wrong sign.
      const isKnown = Number.isFinite(expected.standardError)
      const offError = isKnown ? Math.abs(error / expected.standardError - 1) : 0
      return off < 1e-9 && (isKnown || error === Number.POSITIVE_INFINITY) && offError < 1e-6
    }),
    { numRuns: 300 },
  )
})

t.test('every method gives numbers for every cohort, and leaves out what is missing', async () => {
  fc.assert(
    fc.property(aCohort, fc.constantFrom(...SCORING_METHODS), ({ items, values, rows }, method) => {
      const { theta, standardError, answered } = scoreCohort({ items, values, method })
      return rows.every((row, person) => {
        const kept = row.flatMap((value, at) => (value === MISSING ? [] : [at]))
        const alone = scoreCohort({
          items: kept.flatMap((at) => items[at] ?? []),
          values: Int8Array.from(kept, (at) => row[at] ?? 0),
          method,
        })
        const isNumber = Number.isFinite(theta[person]) && (standardError[person] ?? -1) > 0
        if (kept.length === 0) return isNumber && answered[person] === 0
        const off = Math.abs((alone.theta[0] ?? Number.NaN) - (theta[person] ?? 0))
        return isNumber && answered[person] === kept.length && off < 1e-8
      })
    }),
    { numRuns: 300 },
  )
})

t.test('a better response never lowers ability without guessing', async () => {
  fc.assert(
    fc.property(aCohort, fc.constantFrom('eap', 'map', 'mle'), (cohort, method) => {
      const items = cohort.items.map((item) => ({ ...item, guessing: 0 }))
      const [row = []] = cohort.rows
      const at = row.findIndex((value, item) => {
        return value >= 0 && value < (items[item]?.locations.length ?? 0)
      })
      if (at < 0) return true
      const better = row.with(at, (row[at] ?? 0) + 1)
      const values = Int8Array.from([...row, ...better])
      const { theta } = scoreCohort({ items, values, method })
      return (theta[1] ?? Number.NaN) >= (theta[0] ?? 0) - 1e-9
    }),
    { numRuns: 300 },
  )
})

t.test('terms are the derivatives of the logs, and chances sum to one', async () => {
  fc.assert(
    fc.property(anItem, real(-5, 5), (item, theta) => {
      const at = (place: number) => {
        const terms = categoryTerms(item.locations.length + 1)
        evaluateCategories(item, place, terms)
        return terms
      }
      const [here, above, below] = [at(theta), at(theta + 1e-5), at(theta - 1e-5)]
      const sum = here.logs.reduce((total, log) => total + Math.exp(log), 0)
      const agree = here.logs.every((_, category) => {
        const slope = ((above.logs[category] ?? 0) - (below.logs[category] ?? 0)) / 2e-5
        const bend = ((above.slopes[category] ?? 0) - (below.slopes[category] ?? 0)) / 2e-5
        const [own = 0, curvature = 0] = [here.slopes[category], here.curvatures[category]]
        return Math.abs(own - slope) < 1e-4 && Math.abs(curvature - bend - own * own) < 1e-4
      })
      return Math.abs(sum - 1) < 1e-9 && agree
    }),
    { numRuns: 500 },
  )
})

t.test('a graded or partial-credit item with one step is a logistic item', async () => {
  fc.assert(
    fc.property(real(0.3, 3), real(-3, 3), real(-5, 5), (discrimination, location, theta) => {
      const known = (model: ScoringItem['model']) =>
        formInformation([{ model, discrimination, locations: [location], guessing: 0 }], theta)
      const [plain, ...others] = [known('logistic'), known('grm'), known('gpcm')]
      return others.every((other) => Math.abs(other - plain) < 1e-9)
    }),
  )
})

t.test(
  'answers no one could give, in forms hard to compute, still get finite scores',
  async (t) => {
    const items = Array.from(
      { length: 200 },
      (_, at): ScoringItem => ({
        model: 'logistic',
        discrimination: 15,
        locations: [at % 2 === 0 ? -4 : 4],
        guessing: 0,
      }),
    )
    const upsideDown = items.map((_, at) => at % 2)
    const all = items.map(() => 1)
    const none = items.map(() => 0)
    const values = Int8Array.from([...upsideDown, ...all, ...none])
    for (const method of SCORING_METHODS) {
      const { theta, standardError } = scoreCohort({ items, values, method })
      t.ok(theta.every(Number.isFinite), `${method}: ${theta}`)
      t.notOk(standardError.some(Number.isNaN), `its SE: ${standardError}`)
    }
  },
)

t.test('a response that is no category of its item is refused', async (t) => {
  const items: ScoringItem[] = [
    { model: 'logistic', discrimination: 1, locations: [0], guessing: 0 },
  ]
  for (const value of [2, -2]) {
    t.throws(
      () => scoreCohort({ items, values: Int8Array.of(value), method: 'eap' }),
      /item 1 has no category/,
    )
  }
})
