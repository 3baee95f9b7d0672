import fc from 'fast-check'
import t from 'tap'
import { Value } from 'typebox/value'
import type { AttemptRecord } from '../../../src/domain/forensics/attempt-record.ts'
import { Flag } from '../../../src/domain/forensics/flag.ts'
import { examineAttempt, INDICATORS } from '../../../src/domain/forensics/indicators.ts'
import { simulateAttempt } from '../../../src/domain/forensics/simulate-attempt.ts'
import { CASE_OPENS_AT, weightOfEvidence } from '../../../src/domain/forensics/weigh.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import { absences, allAnsweredIn, attemptRecord, awayInterval, itemRecord } from './records.ts'

const flagsOf = (own: Partial<AttemptRecord>) => examineAttempt(attemptRecord(own))
const namesOf = (own: Partial<AttemptRecord>) => flagsOf(own).map(({ indicator }) => indicator)

t.test('an ordinary attempt gets no flag', async (t) => {
  t.same(flagsOf({}), [])
  t.same(flagsOf({ items: [] }), [])
})

t.test('adding an absence never removes a flag and never lowers its statistic', async () => {
  fc.assert(
    fc.property(absences, absences, (away, more) => {
      const before = flagsOf({ away })
      const after = flagsOf({ away: [...away, ...more] })
      return before.every((flag) =>
        after.some((kept) => kept.indicator === flag.indicator && kept.statistic >= flag.statistic),
      )
    }),
  )
})

t.test('an attempt that only lost focus gets no flag', async () => {
  fc.assert(
    fc.property(absences, (away) => {
      const blurred = away.map((interval) => ({ ...interval, kind: 'blurred' as const }))
      return flagsOf({ away: blurred }).length === 0
    }),
  )
})

t.test('time without a network is not time away', async () => {
  fc.assert(
    fc.property(absences, (away) => {
      const offline = away.map((interval) => ({ ...interval, offline: true }))
      return flagsOf({ away: offline }).length === 0
    }),
  )
})

t.test('the order of absences changes nothing', async (t) => {
  fc.assert(
    fc.property(absences, fc.infiniteStream(fc.nat()), (away, keys) => {
      const turned = away
        .map((interval) => ({ interval, key: keys.next().value ?? 0 }))
        .sort((left, right) => left.key - right.key)
        .map(({ interval }) => interval)
      t.same(flagsOf({ away: turned }), flagsOf({ away }))
    }),
    { numRuns: 50 },
  )
})

t.test('an accommodation mutes behavior', async () => {
  fc.assert(fc.property(absences, (away) => flagsOf({ away, accommodated: true }).length === 0))
})

t.test('behavior alone never opens a case', async () => {
  fc.assert(fc.property(absences, (away) => weightOfEvidence(flagsOf({ away })) < CASE_OPENS_AT))
})

t.test('time away is flagged from sixty seconds, overlaps counted once', async (t) => {
  const away = [
    awayInterval({ fromMs: 0, toMs: 40_000 }),
    awayInterval({ fromMs: 20_000, toMs: 59_999 }),
  ]
  t.same(namesOf({ away }), [])
  const [flag] = flagsOf({ away: [...away, awayInterval({ fromMs: 59_999, toMs: 60_000 })] })
  t.match(flag, { indicator: 'time-away', statistic: 60, threshold: 60, weight: 0.5, p: null })
})

t.test('an explanation is shown with the evidence, which stays', async (t) => {
  const told = awayInterval({ toMs: 160_000, explanation: '电脑自动更新' })
  const [flag] = flagsOf({ away: [told] })
  t.match(flag?.evidence[0], { itemId: 'i3', text: { 'zh-CN': /电脑自动更新/ } })
  t.match(flag?.summary.en, /1 explained/)
})

t.test('unusual speed needs ten timed items', async (t) => {
  t.same(namesOf({ items: allAnsweredIn(9, 9) }), [])
  t.same(namesOf({ items: allAnsweredIn(9, 10) }), ['response-time'])
})

t.test('only fast is flagged, slow is innocent', async (t) => {
  t.same(namesOf({ items: allAnsweredIn(2000) }), [])
})

t.test('prior times flag only when the typical item took less than a quarter', async (t) => {
  t.same(namesOf({ items: allAnsweredIn(10.1), timesCalibrated: false }), [])
  t.same(namesOf({ items: allAnsweredIn(9), timesCalibrated: false }), ['response-time'])
  const [flag] = flagsOf({ items: allAnsweredIn(9), timesCalibrated: false })
  t.match(flag?.falseFlagRate.basis.en, /not calibrated/)
})

t.test('the evidence of speed names items with their times', async (t) => {
  const items = [...allAnsweredIn(12, 19), itemRecord(20, { seconds: 2.1 })]
  const [flag] = flagsOf({ items })
  t.equal(flag?.indicator, 'response-time')
  t.match(flag?.evidence[0], {
    itemId: 'i20',
    text: { en: /item 20 answered in 2\.1 s, expected 40 s/ },
  })
  t.match(flag?.evidence.at(-1)?.text.en, /supporting only/)
  t.ok((flag?.p ?? 1) < 0.001)
})

t.test('rapid guessing counts responses below 10 % of the time, at most ten seconds', async (t) => {
  const rapid = (count: number, expectedSeconds: number, seconds: number) =>
    Array.from({ length: 20 }, (_, i) =>
      itemRecord(i + 1, { expectedSeconds, seconds: i < count ? seconds : 40 }),
    )
  t.same(namesOf({ items: rapid(2, 40, 3.9) }), [], 'one tenth is not above one tenth')
  t.same(namesOf({ items: rapid(3, 40, 3.9) }), ['rapid-guessing'])
  t.same(namesOf({ items: rapid(3, 40, 4) }), [])
  t.same(namesOf({ items: rapid(3, 400, 11) }), [])
  const [flag] = flagsOf({ items: rapid(3, 40, 3.9) })
  t.match(flag, { statistic: 0.15, threshold: 0.1, weight: 0.5, family: 'effort' })
  t.match(flag?.summary.en, /effort and nothing else/)
})

t.test('every flag is well formed, in both languages, with its false-flag rate', async (t) => {
  const random = seededRandom('well-formed')
  const hasty = { speedFactor: 0.1, guessFrom: 20, lookups: 9, lookupSeconds: 60 }
  // Who gives up is fast for want of effort; speed is about who answers.
  const quick = Array.from({ length: 3 }, () => ({ speedFactor: 0.14 }))
  const leaving = Array.from({ length: 10 }, () => ({ lookups: 20, lookupSeconds: 60 }))
  for (const calibrated of [true, false]) {
    const flags = [hasty, ...quick, ...leaving].flatMap((planted) =>
      examineAttempt(simulateAttempt({ random, calibrated, speedDeviation: 0.2 }, planted)),
    )
    t.same(
      new Set(flags.map(({ indicator }) => indicator)),
      new Set(INDICATORS.map(({ id }) => id)),
    )
    for (const flag of flags) {
      t.ok(Value.Check(Flag, flag), flag.indicator)
      t.ok(flag.falseFlagRate.value > 0 && flag.falseFlagRate.value <= 0.05)
    }
  }
})

t.test('fast and right is a matter of time, fast and at chance one of effort', async (t) => {
  const rapid = (isRight: (at: number) => boolean) =>
    Array.from({ length: 40 }, (_, at) =>
      itemRecord(at + 1, { expectedSeconds: 40, seconds: 2, correct: isRight(at) }),
    )
  t.same(namesOf({ items: rapid(() => true) }), ['response-time', 'rapid-guessing'])
  t.same(namesOf({ items: rapid((at) => at % 5 === 0) }), ['rapid-guessing'])
})

t.test('evidence weighs by family, what only supports capped at one half', async (t) => {
  const behavior = { family: 'behavior', weight: 0.5 } as const
  const effort = { family: 'effort', weight: 0.5 } as const
  const time = { family: 'time', weight: 1 } as const
  t.equal(weightOfEvidence([]), 0)
  t.equal(weightOfEvidence([behavior, behavior, behavior]), 0.5)
  t.equal(weightOfEvidence([behavior, effort]), 0.5, 'interrupted, and gave up')
  t.equal(weightOfEvidence([behavior, behavior, time]), CASE_OPENS_AT)
  t.equal(weightOfEvidence([behavior, { ...time, q: 0.005 }]), 1.5)
})
