import t from 'tap'
import {
  classifyByAbility,
  classifyByScore,
} from '../../../../src/domain/measurement/scoring/classification.ts'
import {
  expectedScore,
  formInformation,
} from '../../../../src/domain/measurement/scoring/form-information.ts'
import { scoreCohort } from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../../forensics/simulated-attempts.ts'

const PERSONS = 20_000
const CUTS = [-0.5, 0.8]

const items = Array.from(
  { length: 40 },
  (_, at): ScoringItem => ({
    model: 'logistic',
    discrimination: 0.8 + (at % 5) * 0.2,
    locations: [-2 + at * 0.1],
    guessing: 0,
  }),
)

function sit(thetas: Float64Array, seed: string): Int8Array {
  const random = seededRandom(seed, 'sitting')
  const values = new Int8Array(thetas.length * items.length)
  thetas.forEach((theta, person) => {
    items.forEach(({ discrimination, locations }, at) => {
      const right = 1 / (1 + Math.exp(-discrimination * (theta - (locations[0] ?? 0))))
      values[person * items.length + at] = random() < right ? 1 : 0
    })
  })
  return values
}

const reached = (cuts: readonly number[], value: number) =>
  cuts.filter((cut) => value >= cut).length

/** Shares of candidates right, alike, too high and too low in two simulated sittings. */
function measure(truth: readonly number[], one: readonly number[], other: readonly number[]) {
  const share = (holds: (at: number) => boolean) =>
    truth.reduce((count, _, at) => count + Number(holds(at)), 0) / truth.length
  return {
    accuracy: share((at) => one[at] === truth[at]),
    consistency: share((at) => one[at] === other[at]),
    tooHigh: share((at) => (one[at] ?? 0) > (truth[at] ?? 0)),
    tooLow: share((at) => (one[at] ?? 0) < (truth[at] ?? 0)),
  }
}

const random = seededRandom('classification', 'abilities')
const thetas = Float64Array.from({ length: PERSONS }, () => deviate(random))
const candidates = { thetas, weights: new Float64Array(PERSONS).fill(1) }
const sittings = [sit(thetas, 'first'), sit(thetas, 'second')] as const

t.test('classification by ability is as good as it says', async (t) => {
  const [one = [], other = []] = sittings.map((values) => {
    const { theta } = scoreCohort({ items, values, method: 'wle' })
    return Array.from(theta, (estimate) => reached(CUTS, estimate))
  })
  const truth = Array.from(thetas, (theta) => reached(CUTS, theta))
  const real = measure(truth, one, other)
  const errors = thetas.map((theta) => formInformation(items, theta) ** -0.5)
  const said = classifyByAbility(candidates, errors, CUTS)
  for (const name of ['accuracy', 'consistency', 'tooHigh', 'tooLow'] as const) {
    t.ok(Math.abs(said[name] - real[name]) < 0.012, `${name}: ${said[name]}, is ${real[name]}`)
  }
})

t.test('classification by sum score is as good as it says', async (t) => {
  const cuts = CUTS.map((cut) => Math.ceil(expectedScore(items, cut)))
  const [one = [], other = []] = sittings.map((values) =>
    Array.from({ length: PERSONS }, (_, person) => {
      const row = values.subarray(person * items.length, (person + 1) * items.length)
      return reached(
        cuts,
        row.reduce((sum, value) => sum + value, 0),
      )
    }),
  )
  const truth = Array.from(thetas, (theta) => reached(cuts, expectedScore(items, theta)))
  const real = measure(truth, one, other)
  const some = {
    thetas: Float64Array.from({ length: 241 }, (_, at) => -6 + at / 20),
    weights: Float64Array.from({ length: 241 }, (_, at) => Math.exp(-((-6 + at / 20) ** 2) / 2)),
  }
  const said = classifyByScore(items, some, cuts)
  for (const name of ['accuracy', 'consistency', 'tooHigh', 'tooLow'] as const) {
    t.ok(Math.abs(said[name] - real[name]) < 0.012, `${name}: ${said[name]}, is ${real[name]}`)
  }
})

t.test('without error everybody is classified right, and always alike', async (t) => {
  const few = { thetas: Float64Array.of(-1, 0.2, 2), weights: Float64Array.of(1, 1, 2) }
  const said = classifyByAbility(few, new Float64Array(3).fill(1e-6), CUTS)
  t.match(said, { accuracy: 1, consistency: 1, tooHigh: 0, tooLow: 0 })
})
