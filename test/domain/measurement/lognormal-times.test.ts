import fc from 'fast-check'
import t from 'tap'
import { fitLognormalTimes } from '../../../src/domain/measurement/fit-lognormal-times.ts'
import { estimateSpeed, misfitOfTimes } from '../../../src/domain/measurement/lognormal-times.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { deviate } from '../forensics/simulated-attempts.ts'

function simulate(persons: number, items: number, missing: number) {
  const random = seededRandom('lognormal', String(persons), String(items))
  const truth = Array.from({ length: items }, () => ({
    timeIntensity: 3 + random(),
    timeDiscrimination: 1.4 + 1.3 * random(),
  }))
  const taus = Array.from({ length: persons }, () => 0.25 * deviate(random))
  const times = taus.map((tau) =>
    Float64Array.from(truth, ({ timeIntensity, timeDiscrimination }) => {
      const log = timeIntensity - tau + deviate(random) / timeDiscrimination
      return random() < missing ? Number.NaN : Math.exp(log)
    }),
  )
  return { truth, taus, times }
}

t.test('the fit recovers what made the times, also with a tenth missing', async (t) => {
  const { truth, times } = simulate(1500, 20, 0.1)
  const fit = fitLognormalTimes(times)
  t.ok(fit.converged)
  t.ok(Math.abs(fit.speedDeviation - 0.25) < 0.02, `sigma ${fit.speedDeviation}`)
  for (const [index, item] of fit.items.entries()) {
    const known = truth[index]
    t.ok(Math.abs((item?.timeIntensity ?? 0) - (known?.timeIntensity ?? 9)) < 0.08)
    t.ok(Math.abs((item?.timeDiscrimination ?? 0) - (known?.timeDiscrimination ?? 9)) < 0.2)
  }
})

t.test('zero, negative and unrecorded times are all the same: missing', async (t) => {
  const { times } = simulate(60, 6, 0)
  const holed = (hole: number) => times.map((row) => row.map((s, i) => (i === 2 ? hole : s)))
  const [zero, negative, absent] = [0, -3, Number.NaN].map((hole) => fitLognormalTimes(holed(hole)))
  t.same(zero, negative)
  t.same(zero, absent)
  t.equal(zero?.items[2], null)
})

t.test('persons without times and empty matrices do no harm', async (t) => {
  const { times } = simulate(40, 5, 0)
  const fit = fitLognormalTimes([...times, new Float64Array(5)])
  t.match(fit.persons.at(-1), { tauMl: 0, tauEap: 0, itemCount: 0 })
  t.ok(Number.isFinite(fit.logLikelihood))
  t.same(fitLognormalTimes([]).items, [])
})

const observed = fc.array(
  fc.record({
    seconds: fc.double({ min: 0.1, max: 5000, noNaN: true }),
    timeParameters: fc.record({
      timeIntensity: fc.double({ min: 0, max: 6, noNaN: true }),
      timeDiscrimination: fc.double({ min: 0.5, max: 4, noNaN: true }),
    }),
  }),
  { minLength: 1, maxLength: 40 },
)

t.test('working twice as fast raises speed by log 2 and leaves the misfit alone', async () => {
  fc.assert(
    fc.property(observed, (times) => {
      const faster = times.map((time) => ({ ...time, seconds: time.seconds / 2 }))
      const shift = estimateSpeed(faster, 0.3).tauMl - estimateSpeed(times, 0.3).tauMl
      const [before, after] = [misfitOfTimes(times), misfitOfTimes(faster)]
      return (
        Math.abs(shift - Math.LN2) < 1e-9 &&
        Math.abs(before.statistic - after.statistic) < 1e-6 * (1 + before.statistic) &&
        before.degrees === times.length - 1
      )
    }),
  )
})

t.test('EAP speed lies between the mean of zero and ML', async () => {
  fc.assert(
    fc.property(observed, (times) => {
      const { tauMl, tauEap, standardErrorEap, standardErrorMl } = estimateSpeed(times, 0.3)
      return (
        Math.abs(tauEap) <= Math.abs(tauMl) &&
        tauEap * tauMl >= 0 &&
        standardErrorEap < Math.min(0.3 + 1e-12, standardErrorMl)
      )
    }),
  )
})
