import t from 'tap'
import { clockEvent } from '../../src/web/candidate/attempt/clock-event.ts'

t.test('clocks are told of when they disagree, or when a visible page stood still', async (t) => {
  const zero = { wallMs: 1e12, monotonicMs: 0 }
  const later = (wall: number, monotonic: number) => ({
    wallMs: 1e12 + wall,
    monotonicMs: monotonic,
  })
  t.equal(clockEvent(zero, later(10_020, 10_000), true), null)
  t.equal(clockEvent(zero, later(60_000, 60_000), false), null, 'hidden pages are slowed down')
  t.match(clockEvent(zero, later(60_000, 60_000), true), { behavior: 'page-stalled' })
  t.match(clockEvent(zero, later(-3_590_000, 10_000), true), {
    behavior: 'clock-jumped',
    detail: { wallMs: -3_590_000, monotonicMs: 10_000 },
  })
  t.match(clockEvent(zero, later(600_000, 10_000), false), { behavior: 'clock-jumped' })
})
