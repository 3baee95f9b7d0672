import fc from 'fast-check'
import t from 'tap'
import {
  appealableUntil,
  appealDueAt,
  checkAppealDecision,
  effectiveFinding,
  isAdverse,
  isAppealable,
  mayAppeal,
  milderOrSame,
  toldAt,
} from '../../../src/domain/review/appeal.ts'
import { FINDINGS, type Finding, REASON_CODES } from '../../../src/domain/review/decision.ts'
import { matterOf, toldCase } from '../../../src/domain/review/told-case.ts'

const DAY_MS = 86_400_000
const CHINA = 8
const findings = fc.constantFrom(...FINDINGS)
const TOLD = new Date('2026-03-01T10:00:00Z')

t.test('an appeal can be made to the end of the fifteenth day, as a calendar has it', async (t) => {
  const until = (told: string) => appealableUntil(new Date(told), CHINA).toISOString()
  // 1 March 18:00 in Beijing: the fifteenth day after is the 16th, which ends at 16:00 UTC.
  t.equal(until('2026-03-01T10:00:00Z'), '2026-03-16T15:59:59.999Z')
  t.equal(until('2026-03-01T15:59:59.999Z'), '2026-03-16T15:59:59.999Z', 'late the same day')
  t.equal(until('2026-03-01T16:00:00Z'), '2026-03-17T15:59:59.999Z', 'the next day has begun')
  t.equal(until('2026-02-28T20:00:00Z'), '2026-03-16T15:59:59.999Z', 'over the end of a month')
})

t.test('whoever was told has at least fifteen whole days, and less than sixteen', async () => {
  fc.assert(
    fc.property(
      fc.date({ min: TOLD, max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.integer({ min: -12, max: 14 }),
      (told, zone) => {
        const days = (appealableUntil(told, zone).getTime() - told.getTime()) / DAY_MS
        return days >= 15 - 1 / DAY_MS && days < 16
      },
    ),
  )
})

t.test('a finding counts as told once it is decided and results are out', async (t) => {
  const [early, late] = [new Date('2026-03-01'), new Date('2026-03-05')]
  t.equal(toldAt({ decidedAt: early, releasedAt: null }), null)
  t.equal(toldAt({ decidedAt: null, releasedAt: early }), null)
  t.same(toldAt({ decidedAt: early, releasedAt: late }), late)
  t.same(toldAt({ decidedAt: late, releasedAt: early }), late)
  t.equal(appealDueAt(early).toISOString(), '2026-03-31T00:00:00.000Z', 'thirty days')
})

t.test(
  'an appeal is refused early, late, twice, and where nothing could become milder',
  async (t) => {
    const asked = {
      finding: 'invalidated',
      told: TOLD,
      appealed: false,
      utcOffsetHours: CHINA,
    } as const
    const until = appealableUntil(TOLD, CHINA)
    t.doesNotThrow(() => mayAppeal({ ...asked, now: TOLD }))
    t.doesNotThrow(() => mayAppeal({ ...asked, now: until }), 'to the last millisecond')
    const after = new Date(until.getTime() + 1)
    t.throws(() => mayAppeal({ ...asked, now: after }), { code: 'appeal-too-late' })
    t.throws(() => mayAppeal({ ...asked, now: TOLD, appealed: true }), { code: 'already-appealed' })
    for (const wrong of [{ told: null }, { finding: null }, { finding: 'cleared' as const }]) {
      t.throws(() => mayAppeal({ ...asked, ...wrong, now: TOLD }), { code: 'nothing-to-appeal' })
    }
  },
)

const reviewing = {
  auditorPersonId: 'auditor',
  auditorUnitPath: '/county/audit/',
  candidatePersonId: 'candidate',
  candidateUnitPath: '/county/office/',
}
const deciding = (finding: Finding, to: Finding) => ({
  finding,
  reviewing,
  decidedBy: ['first', 'second'],
  decided: false,
  input: { finding: to, reasonCode: REASON_CODES[to][0], explanation: 'read again in full' },
})

t.test('an appeal never makes a finding worse', async (t) => {
  // From the mildest: what each means for awards can only grow.
  const order: Finding[] = ['cleared', 'technical-fault', 'inconclusive', 're-test', 'invalidated']
  fc.assert(
    fc.property(findings, findings, (finding, to) => {
      const isWorse = order.indexOf(to) > order.indexOf(finding)
      try {
        checkAppealDecision(deciding(finding, to))
        return !isWorse && (!isAdverse(to) || isAdverse(finding))
      } catch (error) {
        return isWorse && (error as { code?: string }).code === 'invalid-input'
      }
    }),
  )
  t.same(milderOrSame('invalidated'), order.toReversed(), 'the finding itself comes first')
  t.same(milderOrSame('cleared'), ['cleared'])
  t.notOk(isAppealable('cleared'))
  t.same(order.filter(isAdverse), ['re-test', 'invalidated'])
})

t.test('an appeal goes to somebody else without conflict of interest, once', async (t) => {
  const with_ = (change: object) => () =>
    checkAppealDecision({ ...deciding('invalidated', 'cleared'), ...change })
  t.doesNotThrow(with_({}))
  t.throws(with_({ decidedBy: ['first', 'auditor'] }), { code: 'already-decided' })
  t.throws(with_({ decided: true }), { code: 'case-closed' })
  for (const unit of ['/county/', '/county/office/', '/county/office/desk/']) {
    const onLine = { ...reviewing, auditorUnitPath: unit }
    t.throws(with_({ reviewing: onLine }), { code: 'conflict-of-interest' }, unit)
  }
  const oneself = { ...reviewing, auditorPersonId: 'candidate' }
  t.throws(with_({ reviewing: oneself }), { code: 'conflict-of-interest' })
  const input = { ...deciding('invalidated', 'cleared').input, reasonCode: 'help-confirmed' }
  t.throws(with_({ input }), { code: 'invalid-input', faults: [{ pointer: '/reasonCode' }] })
})

t.test('what holds is the appeal where it was decided', async (t) => {
  t.equal(effectiveFinding({ finding: 'invalidated', onAppeal: null }), 'invalidated')
  t.equal(effectiveFinding({ finding: 'invalidated', onAppeal: 'cleared' }), 'cleared')
  t.equal(effectiveFinding({ finding: null, onAppeal: null }), null)
})

const now = { now: new Date('2026-03-10T00:00:00Z'), utcOffsetHours: CHINA }
const aCase = {
  origin: 'evidence',
  dueAt: new Date('2026-03-14T00:00:00Z'),
  finding: null,
  decidedAt: null,
  releasedAt: TOLD,
  appeal: null,
} as const
const invalidated = { ...aCase, finding: 'invalidated', decidedAt: TOLD } as const

t.test('a case drawn by lot shows only once it is decided', async (t) => {
  const open = { ...aCase, origin: 'sample' } as const
  t.match(toldCase(open, now), { state: 'none', finding: null })
  t.equal(matterOf(open, now), null)
  const cleared = { ...open, finding: 'cleared', decidedAt: TOLD } as const
  t.match(toldCase(cleared, now), { state: 'decided', finding: 'cleared', appealUntil: null })
  t.equal(matterOf(cleared, now), null, 'and is no news where nothing was found')
  const found = { ...open, finding: 'invalidated', decidedAt: TOLD } as const
  t.match(matterOf(found, now), { kind: 'may-appeal' })
})

t.test('the home page tells what waits for the candidate, and until when', async (t) => {
  t.same(matterOf(aCase, now), { kind: 'open', until: aCase.dueAt })
  t.equal(matterOf({ ...aCase, releasedAt: null }, now), null, 'nothing before results are out')
  const until = appealableUntil(TOLD, CHINA)
  t.same(matterOf(invalidated, now), { kind: 'may-appeal', until })
  const later = { ...now, now: new Date('2026-03-20T00:00:00Z') }
  t.same(matterOf(invalidated, later), { kind: 'found', until: null }, 'too late to appeal')
  t.equal(matterOf(invalidated, { ...now, now: new Date('2026-05-01') }), null, 'no news any more')
  const dueAt = new Date('2026-04-04T00:00:00Z')
  const appealed = { ...invalidated, appeal: { dueAt, finding: null, decidedAt: null } }
  t.same(matterOf(appealed, now), { kind: 'appealed', until: dueAt })
  t.match(toldCase(appealed, now), { finding: 'invalidated', appealUntil: null })
  const heard = {
    ...invalidated,
    appeal: { dueAt, finding: 'cleared', decidedAt: new Date('2026-03-09') },
  } as const
  t.same(matterOf(heard, now), { kind: 'heard', until: null })
  t.match(toldCase(heard, now), { finding: 'cleared', appeal: 'decided' })
})
