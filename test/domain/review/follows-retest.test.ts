import fc from 'fast-check'
import t from 'tap'
import type { AppealState } from '../../../src/domain/review/appeal.ts'
import { FINDINGS } from '../../../src/domain/review/decision.ts'
import {
  type ComparedRetest,
  followsRetest,
  type StandingCase,
} from '../../../src/domain/review/follows-retest.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour))
/** Compared at an hour each, with what it said. */
const compared = (...said: (readonly [hour: number, differs: boolean])[]): ComparedRetest =>
  said.map(([hour, differs]) => ({ comparedAt: at(hour), differs }))
const decided = (part: Partial<StandingCase>): StandingCase => ({
  ...{ finding: 'cleared', firstDecidedAt: at(8), heardAt: null, appeal: 'none' },
  ...part,
})
const standing = fc.record({
  finding: fc.constantFrom(...FINDINGS),
  firstDecidedAt: fc.constant(at(8)),
  heardAt: fc.constant(null),
  appeal: fc.constantFrom<AppealState>('none', 'decided'),
})

t.test('a case that asked for a re-test is followed, whatever the re-test says', async (t) => {
  for (const differs of [true, false]) {
    t.equal(followsRetest(decided({ finding: 're-test' }), compared([9, differs])), true)
    const upheld = decided({ finding: 're-test', appeal: 'decided', heardAt: at(11) })
    t.equal(followsRetest(upheld, compared([9, differs])), true, 'though a hearing came later')
    const known = compared([7, differs], [9, differs])
    t.equal(followsRetest(decided({ finding: 're-test' }), known), false, 'not by an old one')
  }
})

t.test('of others only one that differs is followed; an invalid result never', async (t) => {
  fc.assert(
    fc.property(standing, fc.boolean(), (known, differs) => {
      const { finding } = known
      const follows = followsRetest(known, compared([9, differs]))
      const isDue = finding === 're-test' || (differs && finding !== 'invalidated')
      return follows === isDue
    }),
  )
  t.equal(followsRetest(null, compared([9, true])), true)
  t.equal(followsRetest(null, compared([9, false])), false)
  t.equal(followsRetest(null, compared([9, true], [10, false])), false, 'the last word counts')
})

t.test('none while people decide, and none from what they could see', async (t) => {
  fc.assert(
    fc.property(standing, fc.boolean(), (known, differs) => {
      const retest = compared([9, differs])
      return (
        !followsRetest({ ...known, appeal: 'open' }, retest) &&
        !followsRetest({ ...known, finding: null, firstDecidedAt: null }, retest) &&
        !followsRetest(known, compared([7, differs]))
      )
    }),
  )
  const heard = decided({ appeal: 'decided', heardAt: at(10) })
  t.equal(followsRetest(heard, compared([9, true])), false, 'who heard the appeal knew it')
  t.equal(followsRetest(heard, compared([11, true])), true)
})

t.test('figures worked out anew open nothing again', async (t) => {
  const amended = compared([7, true], [9, true], [10, true])
  t.equal(followsRetest(decided({}), amended), false, 'it differed when that was decided')
  t.equal(followsRetest(decided({}), compared([7, true], [9, false], [10, true])), true, 'anew')
})
