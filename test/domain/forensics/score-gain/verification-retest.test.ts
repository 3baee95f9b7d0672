import fc from 'fast-check'
import t from 'tap'
import { compareRetest } from '../../../../src/domain/forensics/score-gain/verification-retest.ts'
import {
  logistic,
  type ScoringItem,
} from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { type Random, seededRandom } from '../../../../src/domain/random.ts'
import { chanceBound } from '../person-fit/simulated-cohort.ts'

function anItem(discrimination: number, location: number, guessing = 0): ScoringItem {
  return { model: 'logistic', discrimination, locations: [location], guessing }
}

function aSitting(items: readonly ScoringItem[], right: number) {
  return { items, categories: items.map((_, place) => Number(place < right)) }
}

/** C(n, k). */
function choose(n: number, k: number): number {
  let product = 1
  for (let factor = 1; factor <= k; factor += 1) product *= (n - k + factor) / factor
  return k < 0 || k > n ? 0 : product
}

t.test('with items all alike p is that of the hypergeometric distribution', async (t) => {
  const right = fc.nat(25)
  fc.assert(
    fc.property(right, fc.nat(12), fc.integer({ min: -2, max: 2 }), (one, other, location) => {
      const items = (count: number) => Array.from({ length: count }, () => anItem(1.3, location))
      const found = compareRetest({
        first: aSitting(items(25), one),
        second: aSitting(items(12), other),
      })
      let truth = 0
      for (let score = 0; score <= other; score += 1) {
        truth += (choose(12, score) * choose(25, one + other - score)) / choose(37, one + other)
      }
      return found !== null && Math.abs(found.p / truth - 1) < 1e-6
    }),
    { numRuns: 30 },
  )
  t.pass('checked')
})

t.test('a better re-test never makes p smaller', async (t) => {
  const items = Array.from({ length: 12 }, (_, at) => anItem(0.7 + 0.1 * at, at / 4 - 1.5))
  const values = Array.from({ length: 13 }, (_, right) => {
    return compareRetest({ first: aSitting(items, 8), second: aSitting(items, right) })?.p ?? 2
  })
  t.ok(values.every((p, at) => at === 0 || p >= (values[at - 1] ?? 0)))
  t.ok((values[0] ?? 1) < 0.01 && values[12] === 1)
})

function answer(items: readonly ScoringItem[], theta: number, random: Random) {
  return {
    items,
    categories: items.map(({ discrimination, locations, guessing }) => {
      const known = logistic(discrimination * (theta - (locations[0] ?? 0)))
      return Number(random() < guessing + (1 - guessing) * known)
    }),
  }
}

const PAIRS = 150
for (const [name, count, again, guessing] of [
  ['40 items and 12', 40, 12, 0],
  ['15 items and 10, with guessing', 15, 10, 0.2],
] as const) {
  for (const theta of [-3, 0, 3]) {
    t.test(`the same person is flagged no more often than p says: ${name}, ${theta}`, async (t) => {
      const random = seededRandom('re-test', name, String(theta))
      const draw = (length: number) =>
        Array.from({ length }, () =>
          anItem(Math.exp(0.3 * drawNormal(random)), drawNormal(random), guessing),
        )
      let [low, lower] = [0, 0]
      for (let pair = 0; pair < PAIRS; pair += 1) {
        const first = answer(draw(count), theta, random)
        const second = answer(draw(again), theta, random)
        const p = compareRetest({ first, second })?.p ?? 0
        if (p < 0.05) low += 1
        if (p < 0.01) lower += 1
      }
      t.comment(`${low} and ${lower} of ${PAIRS}`)
      t.ok(low / PAIRS <= chanceBound(0.05, PAIRS))
      t.ok(lower / PAIRS <= chanceBound(0.01, PAIRS))
    })
  }
}

t.test('somebody two logits better in the attempt is found more often than not', async (t) => {
  const random = seededRandom('somebody else')
  let found = 0
  for (let pair = 0; pair < 60; pair += 1) {
    const items = Array.from({ length: 15 }, () => anItem(1.2, drawNormal(random)))
    const first = answer(
      Array.from({ length: 40 }, () => anItem(1.2, drawNormal(random))),
      1,
      random,
    )
    const told = compareRetest({ first, second: answer(items, -1, random) })
    if (told && told.p < 0.05 && told.difference > 0) found += 1
  }
  t.ok(found > 40, `${found} of 60`)
})

t.test('short sittings are not compared, gaps are left out, lists must match', async (t) => {
  const items = Array.from({ length: 10 }, (_, at) => anItem(1, at / 5 - 1))
  const whole = aSitting(items, 5)
  const gap = { items, categories: [-1, ...whole.categories.slice(1)] }
  t.equal(compareRetest({ first: whole, second: gap }), null)
  t.ok(compareRetest({ first: whole, second: whole }))
  t.throws(() => compareRetest({ first: whole, second: { items, categories: [1] } }))
})
