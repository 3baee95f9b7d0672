import t from 'tap'
import { rapidThreshold } from '../../../../src/domain/forensics/rapid-guessing.ts'
import { scoreEffort } from '../../../../src/domain/measurement/scoring/effort-moderated.ts'
import { scoreCohort } from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { deviate } from '../../forensics/simulated-attempts.ts'

const items = Array.from(
  { length: 40 },
  (_, at): ScoringItem => ({
    model: 'logistic',
    discrimination: 1.2,
    locations: [-2 + at * 0.1],
    guessing: 0,
  }),
)

/** Candidates who solve items in about a minute, but guess some of them within two seconds. */
function sit(persons: number, guessed: (person: number, item: number) => boolean) {
  const random = seededRandom('effort', 'sitting')
  const thetas = Array.from({ length: persons }, () => deviate(random))
  const cells = thetas.flatMap((theta, person) =>
    items.map(({ discrimination, locations }, item) => {
      const right = 1 / (1 + Math.exp(-discrimination * (theta - (locations[0] ?? 0))))
      const isGuess = guessed(person, item)
      return {
        value: Number(random() < (isGuess ? 0.2 : right)),
        seconds: isGuess ? 1 + random() : 60 * Math.exp(0.4 * deviate(random)),
      }
    }),
  )
  const values = Int8Array.from(cells, ({ value }) => value)
  const seconds = Float64Array.from(cells, (cell) => cell.seconds)
  return { thetas, items, values, seconds, method: 'eap', thresholdFor: rapidThreshold } as const
}

t.test('rapid guesses bias the plain score, not the effort-moderated one', async (t) => {
  const sitting = sit(600, (person, item) => person < 100 && item < 12)
  const { scores, evidence, effort } = scoreEffort(sitting)
  const plain = scoreCohort(sitting)
  const bias = (theta: Float64Array) =>
    sitting.thetas.slice(0, 100).reduce((sum, own, at) => sum + (theta[at] ?? 9) - own, 0) / 100
  t.ok(bias(plain.theta) < -0.15, `plain ${bias(plain.theta)}`)
  t.ok(Math.abs(bias(scores.theta)) < 0.12, `moderated ${bias(scores.theta)}`)
  t.ok(effort.slice(0, 100).every((share) => Math.abs((share ?? 9) - 0.7) < 1e-9))
  t.ok(evidence.slice(0, 100).every((one) => one === 'enough'))
  const others = scores.theta.slice(100)
  t.ok(others.every((theta, at) => Math.abs(theta - (plain.theta[100 + at] ?? 9)) < 1e-9))
})

t.test('how much is left decides what may be said', async (t) => {
  const rapid = [0, 12, 13, 20, 21, 40]
  const { evidence, scores } = scoreEffort(sit(200, (person, item) => item < (rapid[person] ?? 0)))
  t.strictSame(evidence.slice(0, 7), [
    'enough',
    'enough',
    'thin',
    'thin',
    'not-enough',
    'not-enough',
    'enough',
  ])
  t.strictSame([...scores.answered.slice(0, 6)], [40, 28, 27, 20, 19, 0])
  t.ok(scores.theta.every(Number.isFinite))
})

t.test('without times nothing is rapid; times of another shape are refused', async (t) => {
  const sitting = sit(30, () => false)
  const untimed = { ...sitting, seconds: sitting.seconds.map(() => Number.NaN) }
  const { effort, thresholds, scores } = scoreEffort(untimed)
  t.ok(effort.every((share) => share === null))
  t.ok(thresholds.every((threshold) => threshold === null))
  t.strictSame(scores, scoreCohort(sitting))
  t.throws(() => scoreEffort({ ...sitting, seconds: new Float64Array(3) }), /shape/)
})
