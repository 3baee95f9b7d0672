import fc from 'fast-check'
import t from 'tap'
import {
  type AttemptTime,
  extendTime,
  pauseTime,
  resumeTime,
} from '../../../src/domain/delivery/attempt-time.ts'
import {
  type KeptPause,
  pausesAfter,
  pausesAfterOutage,
} from '../../../src/domain/delivery/pauses-after.ts'

const STARTED_AT = new Date('2026-03-02T08:00:00.000Z')
const LIMIT = 3600
const at = (seconds: number): Date => new Date(STARTED_AT.getTime() + seconds * 1000)
const iso = (seconds: number): string => at(seconds).toISOString()
const begun: AttemptTime = {
  startedAt: STARTED_AT,
  deadlineAt: at(LIMIT),
  pausedFrom: null,
  pausedUntil: null,
}
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('pause' as const, 'resume' as const, 'extend' as const),
    afterSeconds: fc.integer({ min: 0, max: 200 }),
    seconds: fc.integer({ min: 1, max: 900 }),
  }),
  { minLength: 3, maxLength: 30 },
)

t.test('pauses are in order, apart, and last as long as the deadline moved by them', async (t) => {
  let paused = 0
  fc.assert(
    fc.property(acts, (list) => {
      let [time, pauses, now, extended]: [AttemptTime, readonly KeptPause[], number, number] = [
        begun,
        [],
        0,
        0,
      ]
      for (const { kind, afterSeconds, seconds } of list) {
        now += afterSeconds
        const next =
          kind === 'resume'
            ? resumeTime(time, at(now))
            : (kind === 'pause' ? pauseTime : extendTime)(time, seconds, at(now))
        if (typeof next === 'string') continue
        if (kind === 'extend') extended += seconds
        pauses = pausesAfter({ pauses, closedAt: null }, next, at(now))
        time = next
      }
      paused += pauses.length
      const ends = pauses.flat().map((end) => Date.parse(end ?? ''))
      const lengths = pauses.map(([from, until]) => Date.parse(until) - Date.parse(from))
      const movedMs = time.deadlineAt.getTime() - at(LIMIT + extended).getTime()
      return (
        lengths.every((length) => length > 0) &&
        ends.every((end, index) => index === 0 || end >= (ends[index - 1] ?? 0)) &&
        lengths.reduce((sum, length) => sum + length, 0) === movedMs
      )
    }),
  )
  t.ok(paused > 100, `${paused} pauses were seen`)
})

t.test('an outage is kept beside the pauses, from the start on at the earliest', async (t) => {
  const outage = { from: at(-60), until: at(120) }
  const pauses: KeptPause[] = [[iso(30), iso(90)]]
  t.same(pausesAfterOutage({ pauses, startedAt: STARTED_AT }, outage), [
    [iso(0), iso(120), 'outage'],
    [iso(30), iso(90)],
  ])
  const before = { pauses: pausesAfterOutage({ pauses: [], startedAt: STARTED_AT }, outage) }
  const paused = { pausedFrom: at(0), pausedUntil: at(200) }
  t.same(
    pausesAfter({ ...before, closedAt: null }, paused, at(0)).length,
    2,
    'a pause that began with an outage does not take its place',
  )
})

t.test(
  'the time an attempt was closed is none of its own, and ends what was planned',
  async (t) => {
    const pauses: KeptPause[] = [
      [iso(100), iso(200)],
      [iso(300), iso(900)],
    ]
    const open = { pausedFrom: null, pausedUntil: null }
    t.same(pausesAfter({ pauses, closedAt: at(400) }, open, at(700)), [
      [iso(100), iso(200)],
      [iso(300), iso(400)],
      [iso(400), iso(700), 'closed'],
    ])
    const again = { pausedFrom: at(700), pausedUntil: at(1000) }
    t.same(pausesAfter({ pauses: [], closedAt: at(400) }, again, at(700)), [
      [iso(400), iso(700), 'closed'],
      [iso(700), iso(1000)],
    ])
  },
)
