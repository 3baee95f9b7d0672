import fc from 'fast-check'
import t from 'tap'
import {
  calibrateContrasts,
  correlatedTail,
} from '../../../../src/domain/forensics/preknowledge/calibrate-contrasts.ts'
import { upperTail } from '../../../../src/domain/forensics/preknowledge/signed-likelihood-ratio.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { countBelow, normalFrom } from './simulated-cohort.ts'

t.test('without correlation the tail is the published mixture of chi-squares', async () => {
  const tail = correlatedTail(0)
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 30, noNaN: true }), (root) => {
      // One degree: twice the normal tail; two degrees: exponential.
      const exact = (2 * upperTail(root)) / 2 + Math.exp((-root * root) / 2) / 4
      return Math.abs(tail(root) / exact - 1) < 2e-3
    }),
  )
})

t.test('with correlation the tail is what simulation finds', async (t) => {
  const random = seededRandom('correlated tail')
  for (const correlation of [0.3, 0.7]) {
    const tail = correlatedTail(correlation)
    const count = 200_000
    const roots = Array.from({ length: count }, () => {
      const a = normalFrom(random)
      const b = correlation * a + Math.sqrt(1 - correlation ** 2) * normalFrom(random)
      return Math.hypot(Math.max(a, 0), Math.max(b, 0))
    })
    for (const root of [0.5, 1.5, 2.5, 3.5]) {
      const share = roots.filter((one) => one >= root).length / count
      const error = Math.sqrt((tail(root) * (1 - tail(root))) / count)
      t.ok(Math.abs(share - tail(root)) < 4 * error, `${correlation}, ${root}: ${share}`)
    }
  }
})

interface Draw {
  readonly persons: number
  readonly spread: number
  readonly correlation: number
  readonly lifted: number
}

function calibrated({ persons, spread, correlation, lifted }: Draw, random: () => number) {
  const shift = (place: number) => (place < lifted ? 5 : -0.2)
  const answers = new Float64Array(persons)
  const times = new Float64Array(persons)
  for (let place = 0; place < persons; place += 1) {
    const [a, e] = [normalFrom(random), normalFrom(random)]
    answers[place] = spread * a + shift(place)
    times[place] = spread * (correlation * a + Math.sqrt(1 - correlation ** 2) * e) + shift(place)
  }
  return calibrateContrasts(
    { answers, times },
    Int32Array.from(answers, (_, row) => row),
  )
}

t.test('p values hold where the cohort spreads wider than theory says', async (t) => {
  const random = seededRandom('calibrate contrasts')
  for (const [persons, most] of [
    [30, [0.06, 0.015, 0.004]],
    [1000, [0.055, 0.0125, 0.002]],
  ] as const) {
    const ps = Array.from({ length: Math.ceil(12_000 / persons) }, () =>
      calibrated({ persons, spread: 1.6, correlation: 0.4, lifted: 0 }, random),
    ).flatMap((tests) => tests.map((one) => one?.p ?? Number.NaN))
    const counts = countBelow(ps)
    t.comment(`${persons} persons: ${counts} of ${ps.length}`)
    counts.forEach((count, level) => {
      t.ok(count / ps.length < (most[level] as number), `${count / ps.length} < ${most[level]}`)
    })
  }
})

t.test('a tenth of persons far above the others are still found', async (t) => {
  const tests = calibrated(
    { persons: 300, spread: 1, correlation: 0, lifted: 30 },
    seededRandom('lifted'),
  )
  const found = tests.filter((one, place) => place < 30 && (one?.p ?? 1) < 0.001).length
  t.ok(found >= 28, `${found} of 30`)
})

t.test('fewer than 30 persons are not tested', async (t) => {
  const few = { persons: 29, spread: 1, correlation: 0, lifted: 0 }
  t.ok(calibrated(few, seededRandom('few')).every((one) => one === null))
})
