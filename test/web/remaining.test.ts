import fc from 'fast-check'
import t from 'tap'
import { backoffMs } from '../../src/web/candidate/journal/backoff.ts'
import {
  remainingSeconds,
  resync,
  serverTime,
  spokenBetween,
} from '../../src/web/candidate/journal/remaining.ts'
import { saveState } from '../../src/web/candidate/journal/save-state.ts'

t.test('time left counts down on the monotonic clock and stops at zero', async (t) => {
  const clock = { serverMs: 1_000_000, monotonicMs: 500 }
  t.equal(remainingSeconds(clock, 1_060_000, 500), 60)
  t.equal(remainingSeconds(clock, 1_060_000, 30_500), 30)
  t.equal(remainingSeconds(clock, 1_060_000, 99_000_000), 0)
})

t.test('replies of any delay never put the clock ahead of the server', async (t) => {
  const reply = fc.record({ atMs: fc.nat({ max: 3_600_000 }), delayMs: fc.nat({ max: 20_000 }) })
  fc.assert(
    fc.property(fc.array(reply, { minLength: 1, maxLength: 20 }), (replies) => {
      const offset = 5_000_000
      const clock = [...replies]
        .sort((one, other) => one.atMs + one.delayMs - other.atMs - other.delayMs)
        .map(({ atMs, delayMs }) => ({ serverMs: atMs + offset, monotonicMs: atMs + delayMs }))
        .reduce((before, reading) => resync(before, reading), null as never)
      const best = Math.min(...replies.map(({ delayMs }) => delayMs))
      const error = 4_000_000 + offset - serverTime(clock, 4_000_000)
      return error >= 0 && error === best
    }),
  )
  t.pass()
})

t.test('a clock that stood still during sleep is put right by the next reply', async (t) => {
  const before = { serverMs: 0, monotonicMs: 0 }
  const after = resync(before, { serverMs: 600_000, monotonicMs: 1_000 })
  t.equal(serverTime(after, 1_000), 600_000)
})

t.test('time left is spoken once at 30, 10, 5 and 1 minutes', async (t) => {
  t.equal(spokenBetween(1801, 1800), 1800)
  t.equal(spokenBetween(1800, 1799), null)
  t.equal(spokenBetween(601, 600), 600)
  t.equal(spokenBetween(301, 299.5), 300)
  t.equal(spokenBetween(2000, 59), 60, 'after a gap only the nearest')
  t.equal(spokenBetween(60, 0), null)
})

t.test('waiting doubles, never passes its limit by much and honours Retry-After', async (t) => {
  t.equal(backoffMs(1, 0), 500)
  t.equal(backoffMs(1, 1), 1000)
  t.equal(backoffMs(4, 1), 8000)
  t.equal(backoffMs(50, 1), 30_000)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat({ max: 600 }),
      (failures, chance, asked) => backoffMs(failures, chance, asked) >= asked * 1000,
    ),
  )
})

t.test('saved is the last thing claimed', async (t) => {
  const calm = {
    unsaved: 0,
    savedAt: '2026-03-02T02:00:00.000Z',
    failures: 0,
    offline: false,
    signedOut: false,
    kept: true,
  }
  t.equal(saveState(calm).kind, 'saved')
  t.equal(saveState({ ...calm, unsaved: 2 }).kind, 'saving')
  t.same(saveState({ ...calm, unsaved: 3, offline: true, failures: 1 }), {
    kind: 'waiting',
    count: 3,
    offline: true,
    kept: true,
  })
  t.equal(saveState({ ...calm, unsaved: 1, signedOut: true }).kind, 'signed-out')
  t.equal(saveState({ ...calm, savedAt: null }).kind, 'nothing-yet')
})
