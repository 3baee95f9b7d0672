import t from 'tap'
import { postponeFailures } from '../../src/jobs/postpone.ts'
import { createTestClock } from '../support/test-service.ts'

t.test('each failure doubles the wait, an hour at most; success ends it', async (t) => {
  const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
  const postponed = postponeFailures(clock.now)
  t.same(postponed.ids(), [])
  for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
    postponed.failed('one')
    clock.advance(minutes * 60 - 1)
    t.same(postponed.ids(), ['one'], `not before ${minutes} minutes`)
    clock.advance(1)
    t.same(postponed.ids(), [], `after ${minutes} minutes`)
  }
  postponed.failed('one')
  postponed.failed('other')
  postponed.succeeded('one')
  t.same(postponed.ids(), ['other'])
  clock.advance(60)
  postponed.failed('one')
  clock.advance(60)
  t.same(postponed.ids(), [], 'who succeeded begins anew')
})
