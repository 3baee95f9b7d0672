import fc from 'fast-check'
import t from 'tap'
import { expectedScore } from '../../../../src/domain/measurement/scoring/form-information.ts'
import {
  equateRawScores,
  rawScoreTable,
} from '../../../../src/domain/measurement/scoring/raw-scores.ts'
import { scoreCohort } from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const aForm = fc.array(
  fc.record({
    model: fc.constant('logistic' as const),
    discrimination: real(0.4, 2.5),
    locations: real(-2.5, 2.5).map((location) => [location]),
    guessing: fc.oneof(fc.constant(0), real(0.05, 0.35)),
  }),
  { minLength: 1, maxLength: 30 },
)

t.test('a form equated to itself keeps every score', async () => {
  fc.assert(
    fc.property(aForm, (form) =>
      equateRawScores(form, form).every(({ raw, equivalent }) => Math.abs(raw - equivalent) < 1e-6),
    ),
  )
})

t.test('a higher score is never worth less on another form, nor out of its range', async () => {
  fc.assert(
    fc.property(aForm, aForm, (from, to) => {
      const equivalents = equateRawScores(from, to).map(({ equivalent }) => equivalent)
      const isRising = equivalents.every((one, at) => at === 0 || one >= (equivalents[at - 1] ?? 0))
      const [first = -1, last = -1] = [equivalents[0], equivalents.at(-1)]
      return isRising && first >= 0 && last <= to.length + 1e-9
    }),
  )
})

t.test('on a form harder by half a unit the same ability gets fewer points', async (t) => {
  const easy = Array.from(
    { length: 20 },
    (_, at): ScoringItem => ({
      model: 'logistic',
      discrimination: 1.2,
      locations: [-2 + at * 0.2],
      guessing: 0,
    }),
  )
  const hard = easy.map((item) => ({ ...item, locations: [(item.locations[0] ?? 0) + 0.5] }))
  const table = rawScoreTable(easy)
  for (const { raw, equivalent } of equateRawScores(easy, hard).slice(1, -1)) {
    t.ok(equivalent < raw)
    const theta = table[raw]?.thetaAtScore ?? Number.NaN
    t.ok(Math.abs(expectedScore(easy, theta) - raw) < 1e-8)
    t.ok(Math.abs(expectedScore(hard, theta) - equivalent) < 1e-8)
  }
})

t.test(
  'with equal slopes the raw score says all: its ability is the one of any pattern',
  async () => {
    const form = fc.array(real(-2, 2), { minLength: 1, maxLength: 12 }).map((list) =>
      list.map(
        (location): ScoringItem => ({
          model: 'logistic',
          discrimination: 1.3,
          locations: [location],
          guessing: 0,
        }),
      ),
    )
    fc.assert(
      fc.property(form, fc.infiniteStream(fc.integer({ min: 0, max: 1 })), (items, stream) => {
        const values = Int8Array.from(items, () => stream.next().value)
        const raw = values.reduce((sum, value) => sum + value, 0)
        const { theta, standardError } = scoreCohort({ items, values, method: 'eap' })
        const row = rawScoreTable(items)[raw]
        const off = Math.abs((row?.theta ?? 9) - (theta[0] ?? 0))
        return off < 1e-6 && Math.abs((row?.standardError ?? 9) - (standardError[0] ?? 0)) < 1e-6
      }),
    )
  },
)

t.test('shares sum to one; scores below chance have no ability', async (t) => {
  const items = Array.from(
    { length: 10 },
    (): ScoringItem => ({
      model: 'logistic',
      discrimination: 1,
      locations: [0],
      guessing: 0.25,
    }),
  )
  const table = rawScoreTable(items)
  t.ok(Math.abs(table.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9)
  t.strictSame(
    table.map(({ thetaAtScore }) => thetaAtScore === null),
    table.map(({ raw }) => raw <= 2 || raw === 10),
  )
})

t.test(
  'a score that nobody gets has a share of 0 and no ability, never not-a-number',
  async (t) => {
    const items = Array.from(
      { length: 200 },
      (): ScoringItem => ({
        model: 'logistic',
        discrimination: 3,
        locations: [-9],
        guessing: 0,
      }),
    )
    const table = rawScoreTable(items)
    t.match(table[0], { theta: null, standardError: null, share: 0 })
    t.notOk(table.some((row) => Object.values(row).some((value) => Number.isNaN(value))))
  },
)
