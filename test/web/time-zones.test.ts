import t from 'tap'
import { deadlineFor } from '../../src/domain/delivery/attempt.ts'
import { type AttemptTime, pauseTime } from '../../src/domain/delivery/attempt-time.ts'
import { createExamTime } from '../../src/web/candidate/attempt/exam-time.ts'
import { formatsIn } from '../../src/web/shared/format.ts'

/** Half an hour before clocks are put forward or back, in zones that do so, and one that doesn't. */
const STARTS = [
  ['America/New_York', '2026-03-08T06:30:00.000Z'],
  ['America/New_York', '2026-11-01T05:30:00.000Z'],
  ['Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  // By half an hour only.
  ['Australia/Lord_Howe', '2026-10-03T15:00:00.000Z'],
  ['Asia/Shanghai', '2026-03-08T06:30:00.000Z'],
] as const

t.test('an hour is an hour, also where clocks are put forward or back in it', async (t) => {
  const { TZ } = process.env
  t.teardown(() => {
    if (TZ === undefined) delete process.env['TZ']
    else process.env['TZ'] = TZ
  })
  const offsets = new Set<number>()
  for (const [zone, start] of STARTS) {
    process.env['TZ'] = zone
    const startedAt = new Date(start)
    const hour = { timeLimitSeconds: 3600, extraTimeShare: 0 }
    const deadlineAt = deadlineFor({
      ...hour,
      startedAt,
      windowClosesAt: new Date(startedAt.getTime() + 86_400_000),
    })
    const endsAt = deadlineAt.getTime()
    t.equal(endsAt - startedAt.getTime(), 3_600_000, zone)
    offsets.add(startedAt.getTimezoneOffset() - deadlineAt.getTimezoneOffset())
    const time: AttemptTime = { startedAt, deadlineAt, pausedFrom: null, pausedUntil: null }
    const paused = pauseTime(time, 900, new Date(startedAt.getTime() + 1_500_000))
    t.equal(typeof paused === 'string' ? paused : paused.deadlineAt.getTime(), endsAt + 900_000)
    let monotonicMs = 0
    const page = createExamTime(() => monotonicMs)
    const reading = { serverNow: start, deadlineAt: deadlineAt.toISOString(), pausedUntil: null }
    page.sync(reading)
    monotonicMs = 2_700_000
    t.equal(page.secondsLeft(), 900, `${zone}: the page counts by no wall clock`)
  }
  t.strictSame([...offsets].sort(), [-60, 0, 30, 60].sort(), 'clocks were moved in between')
})

t.test('times are told as the viewer’s own clocks show them', async (t) => {
  const { TZ } = process.env
  t.teardown(() => {
    if (TZ === undefined) delete process.env['TZ']
    else process.env['TZ'] = TZ
  })
  const [start, end] = ['2026-03-08T06:30:00.000Z', '2026-03-08T07:30:00.000Z']
  process.env['TZ'] = 'America/New_York'
  t.match(formatsIn('en').window(start, end), /01:30.*03:30/, 'an hour on clocks put forward')
  process.env['TZ'] = 'Asia/Shanghai'
  t.match(formatsIn('zh-CN').window(start, end), /14:30.*15:30/)
})
