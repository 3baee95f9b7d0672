import binomial from '@stdlib/stats-base-dists-binomial'
import fc from 'fast-check'
import t from 'tap'
import type { ItemRecord } from '../../../../src/domain/forensics/attempt-record.ts'
import { awayPays, testAwayPays } from '../../../../src/domain/forensics/behavior/away-pays.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { attemptRecord, itemRecord } from '../records.ts'
import { type AbsencePlan, simulateAbsences } from './absence-attempts.ts'

type Plan = Omit<AbsencePlan, 'random'>

const PLAIN: Plan = {
  leaving: 'random',
  itemCount: 40,
  share: 0.25,
  error: 0,
  missing: 0,
  idle: 0,
}

const HONEST: Readonly<Record<string, Plan>> = {
  'items as the model has them': PLAIN,
  'a short form': { ...PLAIN, itemCount: 16, share: 0.3 },
  'missing answers, and last items not read': { ...PLAIN, missing: 0.2, idle: 0.3 },
  'absences in proportion to time': { ...PLAIN, leaving: 'by-time' },
  'pauses on items hard for the person': { ...PLAIN, leaving: 'hard' },
  'parameters with error, abilities by field': { ...PLAIN, error: 0.4 },
}
const ATTEMPTS = 2500

/** Upper end of the exact one-sided 95 % interval (Clopper & Pearson 1934). */
function upperBound(found: number, count: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2
    if (binomial.cdf(found, count, middle) > 0.05) low = middle
    else high = middle
  }
  return high
}

function tested(name: string, plan: Plan, attempts: number) {
  const random = seededRandom('away-pays', name)
  const values: number[] = []
  let flags = 0
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const record = simulateAbsences({ ...plan, random })
    const p = testAwayPays(record)?.p
    if (p === undefined) continue
    values.push(p)
    if (awayPays.examine(record) !== null) flags += 1
  }
  return { values, flags }
}

for (const [name, plan] of Object.entries(HONEST)) {
  t.test(`honest absences are flagged no more often than stated: ${name}`, async (t) => {
    const { values, flags } = tested(name, plan, ATTEMPTS)
    t.ok(values.length > ATTEMPTS / 3, `${values.length} attempts could be tested`)
    for (const level of [0.05, 0.01, 0.001]) {
      const found = values.filter((p) => p < level).length
      // More than that by chance has a probability below 1 in 10,000 where p is calibrated.
      const most = binomial.quantile(1 - 1e-4, values.length, level)
      t.comment(`p < ${level}: ${found} of ${values.length}, at most ${most}`)
      t.ok(found <= most, `p < ${level} in ${found} of ${values.length}, at most ${most}`)
    }
    const upper = upperBound(flags, values.length)
    t.comment(`flagged ${flags} of ${values.length}, upper bound ${upper.toFixed(4)}`)
    t.ok(upper <= 0.01, `upper bound ${upper}`)
  })
}

t.test('looking up hard items is found', async (t) => {
  const { values, flags } = tested('power', { ...PLAIN, leaving: 'looks-up', share: 0.3 }, 300)
  t.comment(`found ${flags} of ${values.length}`)
  t.ok(flags / values.length >= 0.5, `${flags} of ${values.length}`)
})

const items = fc.array(
  fc.record({
    correct: fc.boolean(),
    away: fc.boolean(),
    difficulty: fc.double({ min: -2, max: 2, noNaN: true }),
  }),
  { minLength: 14, maxLength: 30 },
)

function recordOf(drawn: readonly { correct: boolean; away: boolean; difficulty: number }[]) {
  return attemptRecord({
    items: drawn.map(({ correct, away, difficulty }, index) => {
      const absence = {
        awayMs: away ? 9000 : 0,
        answeredAfterMs: away ? 1000 : null,
        follows: false,
      }
      const parameters = { discrimination: 1, difficulty, guessing: 0 }
      return itemRecord(index + 1, { correct, parameters, absence })
    }),
  })
}

t.test(
  'one more right after an absence never raises p, one more wrong never lowers it',
  async () => {
    fc.assert(
      fc.property(items, fc.nat(29), (drawn, at) => {
        const before = testAwayPays(recordOf(drawn))
        const chosen = drawn[at]
        if (before === null || !chosen?.away) return true
        const flipped = drawn.with(at, { ...chosen, correct: !chosen.correct })
        const after = testAwayPays(recordOf(flipped))?.p ?? Number.NaN
        return chosen.correct ? after >= before.p - 1e-12 : after <= before.p + 1e-12
      }),
      { numRuns: 200 },
    )
  },
)

t.test('p is the exact tail where the other items leave no doubt about ability', async (t) => {
  // Items of no discrimination say nothing of ability: P = 1/2 for everybody, S is binomial.
  const flat = { discrimination: 0, difficulty: 0, guessing: 0 }
  const absence = (away: boolean) => ({
    ...{ awayMs: away ? 9000 : 0, answeredAfterMs: away ? 1000 : null, follows: false },
  })
  const drawn = Array.from(
    { length: 32 },
    (_, index): ItemRecord =>
      itemRecord(index + 1, {
        correct: index < 20 ? index !== 0 : index % 2 === 0,
        parameters: flat,
        absence: absence(index < 20),
      }),
  )
  const found = testAwayPays(attemptRecord({ items: drawn }))
  t.ok(Math.abs((found?.p ?? 1) / ((1 + 20) / 2 ** 20) - 1) < 1e-9, `${found?.p}`)
  t.ok(Math.abs((found?.expected ?? 0) - 10) < 1e-9)
  const flag = awayPays.examine(attemptRecord({ items: drawn }))
  t.equal(flag?.family, 'behavior')
  t.match(flag?.summary.en, /inconsistent with independent work/)
  t.equal(awayPays.examine(attemptRecord({ items: drawn, accommodated: true })), null)
})

t.test('too few items on either side, idle answers and unread journals say nothing', async (t) => {
  const side = (away: boolean, count: number, own: Partial<ItemRecord> = {}) =>
    Array.from({ length: count }, (_, index) =>
      itemRecord(index + 1, {
        absence: { awayMs: away ? 9000 : 0, answeredAfterMs: null, follows: false },
        ...own,
      }),
    )
  const test = (list: ItemRecord[]) => testAwayPays(attemptRecord({ items: list }))
  t.not(test([...side(true, 4), ...side(false, 10)]), null)
  t.equal(test([...side(true, 3), ...side(false, 30)]), null)
  t.equal(test([...side(true, 30), ...side(false, 9)]), null)
  t.equal(test([...side(true, 4), ...side(false, 20, { seconds: 2 })]), null, 'not read')
  const after = { awayMs: 0, answeredAfterMs: null, follows: true }
  t.equal(test([...side(true, 4), ...side(false, 20, { absence: after })]), null, 'right after')
  t.equal(testAwayPays(attemptRecord()), null)
})
