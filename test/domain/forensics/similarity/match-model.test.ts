import fc from 'fast-check'
import t from 'tap'
import {
  type MatchModel,
  matchModelOfOptions,
  matchModelOfScores,
} from '../../../../src/domain/forensics/similarity/match-model.ts'
import { directionalOmega, omega } from '../../../../src/domain/forensics/similarity/omega.ts'
import {
  type Answerer,
  answererOf,
  shareAnswers,
} from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { drawNormal, drawPlace } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const scoringItem: fc.Arbitrary<ScoringItem> = fc.record({
  model: fc.constantFrom('logistic', 'grm', 'gpcm'),
  discrimination: number(0.2, 3),
  locations: fc
    .array(number(-3, 3), { minLength: 2, maxLength: 4 })
    .map((steps) => steps.sort((left, right) => left - right)),
  guessing: fc.constant(0),
})
const dichotomous = (item: ScoringItem): ScoringItem =>
  item.model === 'logistic'
    ? { ...item, locations: item.locations.slice(0, 1), guessing: 0.2 }
    : item

/** Sum of the chances of each item that has any. */
function sums({ itemCount, stride, counts, categoryChances }: MatchModel, theta: number) {
  const chances = new Float64Array(itemCount * stride).fill(7)
  categoryChances(theta, chances)
  return Array.from(counts, (count, item) => ({
    count,
    within: chances.slice(item * stride, item * stride + count).reduce((a, b) => a + b, 0),
    beyond: chances.slice(item * stride + count, (item + 1) * stride).reduce((a, b) => a + b, 0),
  }))
}

const areChances = (found: ReturnType<typeof sums>) =>
  found.every(
    ({ count, within, beyond }) => beyond === 0 && Math.abs(within - (count === 0 ? 0 : 1)) < 1e-9,
  )

t.test('the chances of an item sum to 1 at any ability, without parameters to 0', async () => {
  const scored = fc.array(fc.option(scoringItem.map(dichotomous)), { minLength: 1, maxLength: 8 })
  const chosen = fc.array(
    fc.option(
      fc
        .array(fc.tuple(number(-3, 3), number(-5, 5)), { minLength: 2, maxLength: 5 })
        .map((options) => ({
          slopes: Float64Array.from(options, ([slope]) => slope),
          intercepts: Float64Array.from(options, ([, intercept]) => intercept),
        })),
    ),
    { minLength: 1, maxLength: 8 },
  )
  fc.assert(
    fc.property(
      scored,
      chosen,
      number(-6, 6),
      (items, options, theta) =>
        areChances(sums(matchModelOfScores(items), theta)) &&
        areChances(
          sums(
            matchModelOfOptions(
              options,
              options.map(() => 0),
            ),
            theta,
          ),
        ),
    ),
  )
})

/** Right and wrong at the persons' own abilities, all known. */
function knownAnswerers(count: number): { model: MatchModel; persons: Answerer[] } {
  const random = seededRandom('known')
  const model = matchModelOfScores(
    Array.from({ length: 60 }, () => ({
      model: 'logistic',
      discrimination: Math.exp(0.3 * drawNormal(random)),
      locations: [drawNormal(random)],
      guessing: 0,
    })),
  )
  const persons = Array.from({ length: count }, () => {
    const blank = answererOf(model, new Int8Array(60).fill(-1), drawNormal(random))
    const answers = Int8Array.from({ length: 60 }, (_, item) =>
      drawPlace(blank.chances.subarray(2 * item, 2 * item + 2), random),
    )
    return { ...blank, answers }
  })
  return { model, persons }
}

t.test('omega, and omega of a copier given the source, are standard in honest work', async (t) => {
  const { model, persons } = knownAnswerers(120)
  const values = { omega: [] as number[], directional: [] as number[] }
  persons.forEach((copier, at) => {
    for (const source of persons.slice(0, at)) {
      values.omega.push(omega(shareAnswers(model, copier, source)) ?? Number.NaN)
      values.directional.push(directionalOmega(model, copier, source) ?? Number.NaN)
    }
  })
  for (const [name, found] of Object.entries(values)) {
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length
    const variance = found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / found.length
    t.ok(Math.abs(mean) < 0.1, `mean of ${name} ${mean}`)
    t.ok(Math.abs(Math.sqrt(variance) - 1) < 0.08, `spread of ${name} ${Math.sqrt(variance)}`)
  }
})

t.test(
  'what the model holds impossible, and items without parameters, are not shared',
  async (t) => {
    const never = Number.NEGATIVE_INFINITY
    const plain = { slopes: Float64Array.of(1, 0), intercepts: Float64Array.of(0, 0) }
    const rare = { slopes: Float64Array.of(1, 0, 0), intercepts: Float64Array.of(0, 0, never) }
    const model = matchModelOfOptions([plain, null, rare, rare, plain], [0, 0, 0, 0, -1])
    const a = answererOf(model, Int8Array.of(1, 0, 2, 1, 1), 0.5)
    const b = answererOf(model, Int8Array.of(1, 0, 2, 0, 1), -0.5)
    const shared = shareAnswers(model, a, b)
    t.same([...shared.items], [0, 3, 4])
    t.equal(shared.matches, 2)
    t.equal(shared.identicalWrong, 1, 'where the key is not known nothing is wrong')
    const [right = 0, wrong = 0] = [shared.rightChances[0], shared.wrongChances[0]]
    const chance = (theta: number) => 1 / (1 + Math.exp(-theta))
    t.ok(Math.abs(right - chance(0.5) * chance(-0.5)) < 1e-12)
    t.ok(Math.abs(wrong - chance(-0.5) * chance(0.5)) < 1e-12)
    t.equal(shared.rightChances[2], 0)
  },
)
