import fc from 'fast-check'
import t from 'tap'
import {
  countAberrantTimes,
  type TimeModel,
  timeResiduals,
} from '../../../../src/domain/forensics/times/time-residuals.ts'
import { upperChiSquare } from '../../../../src/domain/forensics/times/upper-chi-square.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../simulated-attempts.ts'

const SIGMA = 0.3

function modelOf(items: number): TimeModel {
  const random = seededRandom('model', String(items))
  return {
    intensities: Float64Array.from({ length: items }, () => 3 + random()),
    precisions: Float64Array.from({ length: items }, () => 2 + 3 * random()),
    speedVariance: SIGMA ** 2,
  }
}

/** The formula as written: speed from all other times and its prior, item by item. */
function residualByHand(row: Float64Array, model: TimeModel, left: number): number {
  let [precision, weighted] = [1 / model.speedVariance, 0]
  row.forEach((seconds, item) => {
    if (item === left || Number.isNaN(seconds)) return
    const own = model.precisions[item] as number
    precision += own
    weighted += own * ((model.intensities[item] as number) - Math.log(seconds))
  })
  const expected = (model.intensities[left] as number) - weighted / precision
  const variance = 1 / (model.precisions[left] as number) + 1 / precision
  return (Math.log(row[left] as number) - expected) / Math.sqrt(variance)
}

const rows = fc.array(
  fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0.5, max: 5000, noNaN: true })),
  { minLength: 8, maxLength: 8 },
)

t.test('residuals are those of leaving one time out after the other', async () => {
  const model = modelOf(8)
  fc.assert(
    fc.property(rows, (given) => {
      const row = Float64Array.from(given)
      const found = new Float64Array(8)
      const timed = timeResiduals(row, model, found)
      return (
        timed === given.filter((seconds) => !Number.isNaN(seconds)).length &&
        Array.from(row).every((seconds, item) =>
          Number.isNaN(seconds)
            ? Number.isNaN(found[item])
            : Math.abs((found[item] as number) - residualByHand(row, model, item)) < 1e-8,
        )
      )
    }),
  )
})

t.test('under the model residuals are standard normal and counts calibrated', async (t) => {
  const [items, persons] = [40, 3000]
  const model = modelOf(items)
  const random = seededRandom('null residuals')
  const found = new Float64Array(items)
  let [squares, beyond, low] = [0, 0, 0]
  for (let person = 0; person < persons; person += 1) {
    const tau = SIGMA * deviate(random)
    const row = model.intensities.map((beta, item) =>
      Math.exp(beta - tau + deviate(random) / Math.sqrt(model.precisions[item] as number)),
    )
    timeResiduals(row, model, found)
    for (const z of found) squares += z * z
    const { aberrant, p } = countAberrantTimes(found)
    beyond += aberrant
    if (p < 0.05) low += 1
  }
  const cells = items * persons
  t.ok(Math.abs(squares / cells - 1) < 0.02, `variance ${squares / cells}`)
  t.ok(Math.abs(beyond / cells - 0.05) < 0.003, `beyond 1.96: ${beyond / cells}`)
  t.ok(low / persons < 0.06, `binomial p < .05: ${low / persons}`)
})

t.test('the upper binomial tail agrees with sums by hand', async (t) => {
  const residuals = Float64Array.from([3, -2.5, 0, 0.1, Number.NaN])
  const { timed, aberrant, p } = countAberrantTimes(residuals)
  t.same([timed, aberrant], [4, 2])
  t.ok(Math.abs(p - (6 * 0.05 ** 2 * 0.95 ** 2 + 4 * 0.05 ** 3 * 0.95 + 0.05 ** 4)) < 1e-12)
})

t.test('upper tails of chi-square agree with tables and do not vanish', async (t) => {
  // Critical values at .05 and .001 of Abramowitz & Stegun (1964), table 26.8.
  const cases = [
    [3.84146, 1, 0.05],
    [10.828, 1, 0.001],
    [18.307, 10, 0.05],
    [29.588, 10, 0.001],
    [19.6751, 11, 0.05],
    [149.449, 100, 0.001],
  ] as const
  for (const [x, degrees, p] of cases) {
    t.ok(Math.abs(upperChiSquare(x, degrees) / p - 1) < 2e-3, `${x} on ${degrees}`)
  }
  // With two degrees it is exp(-x / 2), however far out.
  t.ok(Math.abs(upperChiSquare(1200, 2) / Math.exp(-600) - 1) < 1e-9)
  t.equal(upperChiSquare(0, 5), 1)
})
