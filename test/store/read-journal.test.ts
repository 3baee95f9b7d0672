import { randomUUID } from 'node:crypto'
import t from 'tap'
import { mapJournals } from '../../src/store/journal/read-journal.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { aClosedAttempt, anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 2, timeLimitSeconds: 600, windowSeconds: 3600 })
for (const candidate of exam.candidates) await aClosedAttempt(deps, exam, candidate)

t.test('every attempt gets its own journal, in order, however many there are', async (t) => {
  await read(deps.sql, SYSTEM, async (tx) => {
    const [one, other] = await tx<{ id: string; entries: number }[]>`
      select attempt.id, count(*)::int as entries from attempt
      join journal_entry on attempt_id = attempt.id group by attempt.id order by attempt.id`
    if (!one || !other) throw new Error('nobody answered anything')
    const strangers = (count: number) => Array.from({ length: count }, () => ({ id: randomUUID() }))
    const attempts = [...strangers(199), one, other, ...strangers(250), one]
    const told = await mapJournals(tx, attempts, ({ id }, entries) => ({ id, n: entries.length }))
    t.same(
      told.map(({ id }) => id),
      attempts.map(({ id }) => id),
    )
    const counts = new Map([one, other].map(({ id, entries }) => [id, entries]))
    for (const { id, n } of told) if (n !== (counts.get(id) ?? 0)) t.fail(`${id} has ${n} entries`)
    t.ok(one.entries > 0 && other.entries > 0)
  })
})
