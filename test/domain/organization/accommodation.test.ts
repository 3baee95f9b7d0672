import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import {
  type Accommodation,
  ApprovedAccommodation,
  conditionsAfter,
  NO_ACCOMMODATION,
  secondsMore,
} from '../../../src/domain/organization/accommodation.ts'

const share = fc.oneof(
  fc.constantFrom(0, 0.25, 0.5, 1),
  fc.integer({ min: 0, max: 300 }).map((percent) => percent / 100),
)
const conditions = fc.record({ extraTimeShare: share, assistiveTechnology: fc.boolean() })
const half: Accommodation = { extraTimeShare: 0.5, assistiveTechnology: true }
const quarter: Accommodation = { extraTimeShare: 0.25, assistiveTechnology: false }

t.test('before an exam is begun what was approved last holds, whatever held before', async (t) => {
  fc.assert(
    fc.property(conditions, conditions, (had, approved) => {
      t.same(conditionsAfter(had, approved, 'not-begun'), approved)
      t.same(conditionsAfter(had, approved, 'over'), had, 'what is over stays as it was')
    }),
  )
})

t.test('who works is only ever given more, and in all as much as the most of it', async () => {
  fc.assert(
    fc.property(
      conditions,
      fc.array(conditions, { maxLength: 6 }),
      fc.integer({ min: 60, max: 86_400 }),
      (first, approvals, limit) => {
        let had = first
        let given = 0
        for (const approved of approvals) {
          const has = conditionsAfter(had, approved, 'running')
          const seconds = secondsMore(had, has, limit)
          if (!Number.isInteger(seconds) || seconds < 0) throw new Error(`${seconds} seconds`)
          if (had.assistiveTechnology && !has.assistiveTechnology) throw new Error('taken away')
          given += seconds
          had = has
        }
        const most = Math.max(first.extraTimeShare, ...approvals.map((one) => one.extraTimeShare))
        const wanted = (most - first.extraTimeShare) * limit
        // Each step is rounded up to a whole second: nobody gets less than was approved.
        return given >= wanted - 1e-3 && given < wanted + approvals.length + 1e-3
      },
    ),
  )
})

t.test('a share of the time limit in whole seconds', async (t) => {
  t.equal(secondsMore(NO_ACCOMMODATION, quarter, 3600), 900)
  t.equal(secondsMore(quarter, half, 3600), 900)
  t.equal(secondsMore(half, quarter, 3600), 0)
  t.equal(secondsMore(NO_ACCOMMODATION, quarter, 90), 23, '22.5')
  const tenth = { ...quarter, extraTimeShare: 1.1 }
  t.equal(secondsMore({ ...quarter, extraTimeShare: 1 }, tenth, 3600), 360, 'not 361')
})

t.test('an approval has a reason, and at most three times the limit more', async (t) => {
  const sound = { ...quarter, reason: 'a broken hand' }
  t.ok(Value.Check(ApprovedAccommodation, sound))
  for (const wrong of [{ reason: ' \n' }, { extraTimeShare: 3.01 }, { extraTimeShare: -0.25 }]) {
    t.notOk(Value.Check(ApprovedAccommodation, { ...sound, ...wrong }))
  }
})
