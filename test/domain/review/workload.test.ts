import t from 'tap'
import {
  DECISIONS_A_DAY,
  dayEnd,
  dayStart,
  mayDecideToday,
  seatDueAt,
} from '../../../src/domain/review/workload.ts'

t.test('a day begins at midnight where people are', async (t) => {
  const times = [
    ['2026-03-02T15:59:59.999Z', '2026-03-01T16:00:00.000Z'],
    ['2026-03-02T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ['2026-03-02T03:00:00.000Z', '2026-03-01T16:00:00.000Z'],
  ] as const
  for (const [now, start] of times) t.equal(dayStart(new Date(now), 8).toISOString(), start)
  t.equal(dayEnd(new Date(times[0][0]), 8).toISOString(), times[1][1])
})

t.test('a seat is due within a week, with its case if that is sooner', async (t) => {
  const now = new Date('2026-03-02T08:00:00.000Z')
  const due = (caseDue: string) => seatDueAt(now, new Date(caseDue)).toISOString()
  t.equal(due('2026-03-16T08:00:00.000Z'), '2026-03-09T08:00:00.000Z')
  t.equal(due('2026-03-05T08:00:00.000Z'), '2026-03-05T08:00:00.000Z')
  const told = due('2026-03-30T08:00:00.000Z')
  t.equal(told, '2026-03-23T08:00:00.000Z', 'a week from when the candidate is told')
  t.equal(due('2026-03-01T08:00:00.000Z'), '2026-03-09T08:00:00.000Z', 'late already: a new week')
})

t.test('after a day’s decisions comes rest', async (t) => {
  t.doesNotThrow(() => mayDecideToday(DECISIONS_A_DAY - 1))
  t.throws(() => mayDecideToday(DECISIONS_A_DAY), { code: 'rest-needed' })
})
