import fc from 'fast-check'
import t from 'tap'
import type { PreparedCohort } from '../../../../src/domain/forensics/cohort/cohort-data.ts'
import {
  jointStatistic,
  signedLikelihoodRatios,
  upperTail,
} from '../../../../src/domain/forensics/preknowledge/signed-likelihood-ratio.ts'
import { anExam, simulatedCohort } from './simulated-cohort.ts'

const SUSPECT = Array.from({ length: 12 }, (_, place) => 3 * place)

/** Log-likelihood written out anew, two-parameter model. */
function logLikelihood(
  { parameters, scores, items }: PreparedCohort,
  person: number,
  isIn: (item: number) => boolean,
) {
  return (theta: number) => {
    let sum = 0
    for (const [item, own] of parameters.entries()) {
      const score = scores[person * items.length + item]
      if (score === -1 || !own || !isIn(item)) continue
      const x = own.discrimination * (theta - (own.locations[0] ?? 0))
      sum -= Math.log(1 + Math.exp(score === 1 ? -x : x))
    }
    return sum
  }
}

/** The greatest value over [-6, 6], by ternary search: these likelihoods are concave. */
function maximum(value: (theta: number) => number): { at: number; value: number } {
  let [low, high] = [-6, 6]
  for (let step = 0; step < 200; step += 1) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3]
    if (value(left) < value(right)) low = left
    else high = right
  }
  return { at: (low + high) / 2, value: value((low + high) / 2) }
}

t.test('L_s is the signed root of the likelihood ratio, maximized by other means', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 150 }), 'ratio')
  const { answers, onSuspect, onOthers } = signedLikelihoodRatios(cohort, SUSPECT)
  const isSuspect = (item: number) => SUSPECT.includes(item)
  let tested = 0
  for (let person = 0; person < 150; person += 1) {
    const found = answers[person] as number
    if (Number.isNaN(found)) continue
    const own = maximum(logLikelihood(cohort, person, isSuspect))
    const rest = maximum(logLikelihood(cohort, person, (item) => !isSuspect(item)))
    const all = maximum(logLikelihood(cohort, person, () => true))
    const ratio = 2 * (own.value + rest.value - all.value)
    t.ok(Math.abs(found ** 2 - ratio) < 1e-6, `person ${person}: ${found ** 2} is ${ratio}`)
    if (ratio > 1e-6) t.equal(Math.sign(found), Math.sign(own.at - rest.at))
    t.ok(Math.abs((onSuspect[person] as number) - own.at) < 1e-4)
    t.ok(Math.abs((onOthers[person] as number) - rest.at) < 1e-4)
    tested += 1
  }
  t.ok(tested > 100, `${tested} tested`)
})

t.test('Lambda_s is the difference of two weighted means by its standard error', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 60 }), 'speed')
  const { times } = signedLikelihoodRatios(cohort, SUSPECT)
  const partOf = (person: number, isWanted: boolean) => {
    const met = cohort.items.flatMap((_, item) => {
      const seconds = cohort.times?.[person]?.[item] ?? Number.NaN
      const own = cohort.timeFit?.items[item]
      const isIn = SUSPECT.includes(item) === isWanted && own && seconds > 0
      if (!isIn) return []
      const weight = own.timeDiscrimination ** 2
      return [{ weight, early: own.timeIntensity - Math.log(seconds) }]
    })
    const weight = met.reduce((sum, one) => sum + one.weight, 0)
    const mean = met.reduce((sum, one) => sum + one.weight * one.early, 0) / weight
    return { mean, variance: 1 / weight, count: met.length }
  }
  for (let person = 0; person < 60; person += 1) {
    const [own, rest] = [partOf(person, true), partOf(person, false)]
    const expected = (own.mean - rest.mean) / Math.sqrt(own.variance + rest.variance)
    const found = times[person] as number
    if (own.count < 10) t.ok(Number.isNaN(found), 'too few times')
    else t.ok(Math.abs(found - expected) < 1e-9, `${found} is ${expected}`)
  }
})

t.test('the order of items does not matter, and exchanging the parts turns the sign', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 50 }), 'order')
  const count = cohort.items.length
  const turned = (item: number) => count - 1 - item
  const places = cohort.items.map((_, item) => turned(item))
  const mirrored: PreparedCohort = {
    ...cohort,
    parameters: places.map((item) => cohort.parameters[item] ?? null),
    scores: cohort.scores.map(
      (_, cell) => cohort.scores[Math.floor(cell / count) * count + turned(cell % count)] as number,
    ),
    times: cohort.times?.map((row) => row.toReversed()) ?? null,
    timeFit: cohort.timeFit && { ...cohort.timeFit, items: cohort.timeFit.items.toReversed() },
  }
  const others = places.filter((item) => !SUSPECT.includes(item))
  const first = signedLikelihoodRatios(cohort, SUSPECT)
  const second = signedLikelihoodRatios(mirrored, SUSPECT.map(turned))
  const exchanged = signedLikelihoodRatios(cohort, others)
  for (const part of ['answers', 'times'] as const) {
    for (let person = 0; person < 50; person += 1) {
      const value = first[part][person] as number
      if (Number.isNaN(value)) continue
      // The root multiplies rounding of the log-likelihood where the ratio is next to nothing.
      const near = (other: number) => Math.abs(value ** 2 - other ** 2) < 1e-8
      t.ok(near(second[part][person] as number) && near(exchanged[part][person] as number), part)
      if (Math.abs(value) < 1e-3) continue
      t.equal(Math.sign(second[part][person] as number), Math.sign(value))
      t.equal(Math.sign(exchanged[part][person] as number), -Math.sign(value))
    }
  }
})

t.test('fewer than 10 items in either part say nothing', async (t) => {
  const { cohort } = simulatedCohort(anExam({ persons: 40, missing: {} }), 'few')
  for (const count of [0, 9, 31, 40]) {
    const { answers, times } = signedLikelihoodRatios(
      cohort,
      Array.from({ length: count }, (_, item) => item),
    )
    t.ok(answers.every(Number.isNaN) && times.every(Number.isNaN), `${count} of 40 suspect`)
  }
  const { answers } = signedLikelihoodRatios(
    cohort,
    Array.from({ length: 10 }, (_, item) => item),
  )
  t.notOk(answers.some(Number.isNaN), '10 of 40 do')
})

t.test('L_ST counts only what is better or faster, and a missing one as nothing', async () => {
  const z = fc.double({ min: -30, max: 30, noNaN: true })
  fc.assert(
    fc.property(z, z, (a, b) => {
      const squared = (value: number) => Math.max(0, value) ** 2
      const isSum = Math.abs(jointStatistic(a, b) - squared(a) - squared(b)) < 1e-9
      return isSum && jointStatistic(a, Number.NaN) === squared(a)
    }),
  )
})

t.test('the upper normal tail neither cancels nor underflows', async (t) => {
  // Abramowitz & Stegun (1964), table 26.2: -log10 Q(x).
  for (const [x, minusLog] of [
    [5, 6.54265],
    [10, 23.11805],
    [20, 88.5601],
    [30, 197.30921],
  ] as const) {
    t.ok(Math.abs(-Math.log10(upperTail(x)) - minusLog) < 1e-4, `Q(${x})`)
  }
})
