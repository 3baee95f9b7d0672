import fc from 'fast-check'
import t from 'tap'
import type { ItemRecord } from '../../../src/domain/forensics/attempt-record.ts'
import { lookUp } from '../../../src/domain/forensics/look-up.ts'
import { simulateAttempt } from '../../../src/domain/forensics/simulate-attempt.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { attemptRecord, itemRecord } from './records.ts'
import { deviate } from './simulated-attempts.ts'

const present = { awayMs: 0, answeredAfterMs: null, follows: false }
const away = (awayMs: number) => ({ awayMs, answeredAfterMs: 2000, follows: false })

/** Thirty items; the hard ones are missed but for those looked up, the easy ones right. */
function items(lookedUp: number, awayMs: number): ItemRecord[] {
  return Array.from({ length: 30 }, (_, at) => {
    const hard = at % 2 === 0
    const looked = hard && at / 2 < lookedUp
    return itemRecord(at + 1, {
      correct: !hard || looked,
      parameters: { discrimination: 1.3, difficulty: hard ? 1.5 : -1.5, guessing: 0 },
      absence: looked ? away(awayMs) : present,
    })
  })
}

t.test('hard items right after each absence are flagged, as behavior only', async (t) => {
  const flag = lookUp.examine(attemptRecord({ items: items(5, 30_000) }))
  t.ok(flag)
  t.match(flag, { family: 'behavior', weight: 0.5, p: null })
  t.match(flag?.summary.en, /5 of the 5 .*statistically inconsistent with independent work/)
  t.equal(flag?.evidence.length, 5)
  t.ok((flag?.innocentExplanations.length ?? 0) > 0)
})

t.test('short absences, few of them, accommodations and unread journals say nothing', async (t) => {
  t.equal(lookUp.examine(attemptRecord({ items: items(5, 4_000) })), null)
  t.equal(lookUp.examine(attemptRecord({ items: items(2, 30_000) })), null)
  t.equal(lookUp.examine(attemptRecord({ items: items(5, 30_000), accommodated: true })), null)
  const unread = items(5, 30_000).map(({ absence: _, ...item }) => item)
  t.equal(lookUp.examine(attemptRecord({ items: unread })), null)
})

t.test('making an answer after an absence wrong never adds a flag', async () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (right) => {
      const all = items(8, 30_000).map((item, at) =>
        at % 2 === 0 && at < 16 ? { ...item, correct: right[at / 2] ?? false } : item,
      )
      const before = lookUp.examine(attemptRecord({ items: all }))
      return all.every((item, at) => {
        if (item.absence?.awayMs === 0 || item.correct !== true) return true
        const after = all.map((one, place) => (place === at ? { ...one, correct: false } : one))
        const flag = lookUp.examine(attemptRecord({ items: after }))
        return flag === null || (before !== null && flag.statistic < before.statistic)
      })
    }),
  )
})

t.test('many look-ups are found in a share of simulated attempts', async (t) => {
  const random = seededRandom('look-ups')
  let found = 0
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const setting = { random, calibrated: true, speedDeviation: 0.2 }
    const record = simulateAttempt(setting, { lookups: 12, lookupSeconds: 30 })
    if (lookUp.examine(record) !== null) found += 1
  }
  t.comment(`found ${found} of 300`)
  t.ok(found >= 0.15 * 300)
})

const INTERRUPTED: readonly { rule: string; share: (item: ItemRecord) => number }[] = [
  { rule: 'a third of all items', share: () => 1 / 3 },
  {
    rule: 'hard items above all',
    share: ({ parameters }) => (parameters.difficulty > 0.5 ? 0.6 : 0.1),
  },
]

for (const { rule, share } of INTERRUPTED) {
  t.test(`honest attempts with interruptions on ${rule} are flagged as stated`, async (t) => {
    const random = seededRandom('interrupted', rule)
    const stated =
      lookUp.examine(attemptRecord({ items: items(5, 30_000) }))?.falseFlagRate.value ?? 0
    const runs = 10_000
    let found = 0
    for (let attempt = 0; attempt < runs; attempt += 1) {
      const record = simulateAttempt({ random, calibrated: true, speedDeviation: 0.2 })
      const seen = record.items.map((item) => ({
        ...item,
        absence: random() < share(item) ? away(20_000) : present,
        parameters: {
          ...item.parameters,
          difficulty: item.parameters.difficulty + 0.3 * deviate(random),
        },
      }))
      if (lookUp.examine({ ...record, items: seen }) !== null) found += 1
    }
    // Upper 95 % bound of a share, by the normal approximation.
    const upper = found / runs + (1.645 * Math.sqrt(found)) / runs
    t.comment(`${found} of ${runs}, upper bound ${upper}, stated ${stated}`)
    t.ok(upper <= stated)
  })
}
