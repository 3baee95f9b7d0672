import fc from 'fast-check'
import t from 'tap'
import { fastComponent } from '../../../../src/domain/forensics/times/fast-component.ts'
import { rapidResponses } from '../../../../src/domain/forensics/times/rapid-responses.ts'
import {
  cumulativeThreshold,
  rapidThresholds,
} from '../../../../src/domain/forensics/times/rapid-thresholds.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../simulated-attempts.ts'
import { HONEST, preparedCohort } from './simulated-cohorts.ts'

t.test('a mixture of two lognormals is recovered', async (t) => {
  const random = seededRandom('mixture')
  const logs = Float64Array.from({ length: 3000 }, () =>
    random() < 0.1 ? Math.log(3) + 0.4 * deviate(random) : Math.log(45) + 0.5 * deviate(random),
  )
  const found = fastComponent(logs)
  t.ok(found)
  if (found === null) return
  t.ok(Math.abs(found.share - 0.1) < 0.02, `share ${found.share}`)
  t.ok(Math.abs(found.fast.mean - Math.log(3)) < 0.1, `fast ${found.fast.mean}`)
  t.ok(Math.abs(found.slow.mean - Math.log(45)) < 0.05, `slow ${found.slow.mean}`)
  t.ok(Math.exp(found.crossing) > 6 && Math.exp(found.crossing) < 16)
})

t.test('one lognormal has no second kind, nor have too few or equal times', async (t) => {
  const random = seededRandom('single')
  for (let run = 0; run < 20; run += 1) {
    const normals = Float64Array.from({ length: 500 }, () => 3 + 0.5 * deviate(random))
    t.equal(fastComponent(normals), null)
  }
  t.equal(fastComponent(new Float64Array(0)), null)
  t.equal(fastComponent(new Float64Array(200).fill(2)), null)
})

t.test('fast tails of honest times seldom pass for guesses', async (t) => {
  const random = seededRandom('tails')
  const tailed = (seconds: number) => {
    const chi = Array.from({ length: 4 }, () => deviate(random) ** 2)
    return seconds * Math.exp((0.3 * deviate(random)) / Math.sqrt(chi.reduce((a, b) => a + b) / 4))
  }
  const { cohort } = preparedCohort(HONEST, 'tails', { known: true, times: tailed })
  const mixed = rapidThresholds(cohort).filter((limit) => limit?.basis === 'mixture')
  t.ok(mixed.length <= 2, `${mixed.length} of 40`)
})

const responses = fc.array(
  fc.record({ seconds: fc.integer({ min: 1, max: 30 }), right: fc.constantFrom(-1, 0, 1) }),
  { maxLength: 40 },
)

t.test('CUMP is the last time at which accuracy so far is at chance', async () => {
  fc.assert(
    fc.property(responses, (given) => {
      const found = cumulativeThreshold(
        {
          seconds: Float64Array.from(given, ({ seconds }) => seconds),
          right: Int8Array.from(given, ({ right }) => right),
        },
        0.25,
      )
      const scored = given.filter(({ right }) => right >= 0)
      const at = scored
        .map(({ seconds }) => seconds)
        .filter((limit) => {
          const until = scored.filter(({ seconds }) => seconds <= limit)
          return until.filter(({ right }) => right === 1).length <= 0.25 * until.length
        })
      return found === (at.length === 0 ? null : Math.max(...at))
    }),
  )
})

t.test('guesses make a threshold where they are at chance, knowledge does not', async (t) => {
  const scenario = { ...HONEST, persons: 800 }
  const guessed = preparedCohort(
    { ...scenario, planted: [{ kind: 'rapid-guessing', persons: 0.1, items: 0.8 }] },
    'guessed',
    { known: true },
  )
  const limits = rapidThresholds(guessed.cohort)
  const mixed = limits.filter((limit) => limit?.basis === 'mixture')
  t.ok(mixed.length >= 20, `${mixed.length} of ${limits.length} items`)
  t.ok(mixed.every((limit) => (limit?.seconds ?? 0) > 2 && (limit?.seconds ?? 99) < 20))
  const { tests, describe } = rapidResponses.test(guessed.cohort)
  const flagged = (person: number) => (tests[person]?.statistic ?? 0) > 0.1
  t.ok([...guessed.planted].every(flagged))
  const honest = tests.map((_, person) => person).filter((person) => !guessed.planted.has(person))
  t.ok(honest.filter(flagged).length <= 2)
  t.match(describe([...guessed.planted][0] ?? 0).evidence[0]?.text.en, /rapid responses were right/)

  const known = preparedCohort(
    {
      ...scenario,
      planted: [{ kind: 'preknowledge', persons: 0.1, items: 0.8, chance: 0.97, timeFactor: 0.06 }],
    },
    'known',
    { known: true },
  )
  const kept = rapidThresholds(known.cohort)
  // Hard items tell guesses by accuracy; what was known beforehand must not pass for guesses.
  t.ok(kept.every((limit) => limit?.basis === 'nt10'))
})

t.test('without times nobody is tested, with few items those who have them', async (t) => {
  const { times: _, ...untimed } = HONEST
  const none = rapidResponses.test(preparedCohort(untimed, 'none', { known: true }).cohort)
  t.ok(none.tests.every((test) => test === null) && none.findings.length === 1)
  const short = { ...HONEST, forms: { itemsPerPerson: 9 } }
  const few = rapidResponses.test(preparedCohort(short, 'few', { known: true }).cohort)
  t.ok(few.tests.every((test) => test === null))
})
