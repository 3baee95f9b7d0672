import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import postgres from 'postgres'
import t from 'tap'
import type { KeptEntry } from '../../src/domain/delivery/journal.ts'
import { postgresJsOptions } from '../../src/store/database-address.ts'
import { createJournalWriter } from '../../src/store/journal/journal-writer.ts'
import type { Save, Saved } from '../../src/store/journal/save.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { anOpenExam, type Candidate, journalOf } from '../journeys/fixtures/open-exam.ts'
import { startTestService } from '../support/test-service.ts'

t.setTimeout(240_000)

const { deps, database } = await startTestService(t)
const owner = postgres({ ...postgresJsOptions(database.address), max: 1, onnotice: () => {} })
t.teardown(() => owner.end())
const exam = await anOpenExam(deps, { candidates: 4 })
const attempts = await Promise.all(
  exam.candidates.map(async (candidate: Candidate) => {
    const { attemptId } = await startAttempt(deps, candidate, exam.examId)
    return { attemptId, candidateId: candidate.personId }
  }),
)

const anEntry = (sequence: number, entryId: string = randomUUID()): KeptEntry => ({
  ...{ kind: 'behavior', behavior: 'item-shown', itemId: 'q1', sequence, entryId },
  ...{ clientMs: 1, receivedAt: deps.now().toISOString() },
})
const aSave = (attempt: number, entries: readonly KeptEntry[]): Save => {
  const owner = attempts[attempt]
  if (!owner) throw new Error('the exam has too few candidates')
  return { ...owner, entries }
}

/** Two writers are as two processes: their batches overlap whatever each joins. */
const writers = [createJournalWriter(deps.sql), createJournalWriter(deps.sql)]

t.test(
  'saves of the same attempts in overlapping batches: each entry is told rightly',
  async (t) => {
    const sent = new Map<string, number>()
    let base = 0
    const aWrite = fc.record({
      writer: fc.nat({ max: 1 }),
      attempt: fc.nat({ max: 3 }),
      sequences: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
      again: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(aWrite, { minLength: 20, maxLength: 80 }), async (writes) => {
        base += 12
        const told = await Promise.all(
          writes.flatMap(({ writer, attempt, sequences, again }) => {
            const save = aSave(
              attempt,
              sequences.map((sequence) => anEntry(base + sequence)),
            )
            for (const { entryId, sequence } of save.entries) sent.set(entryId, sequence)
            const ask = async (by: number) => ({ save, saved: await writers[by]?.save(save) })
            return again ? [ask(writer), ask(1 - writer)] : [ask(writer)]
          }),
        )
        const journals = await Promise.all(
          attempts.map(({ attemptId }) => journalOf(deps, attemptId)),
        )
        const kept = new Map(
          attempts.map(({ attemptId }, index) => [
            attemptId,
            new Map(journals[index]?.map((entry) => [entry.sequence, entry.entryId])),
          ]),
        )
        return told.every(({ save, saved }) => isRight(save, saved, kept.get(save.attemptId)))
      }),
      { numRuns: 25 },
    )
    const all = await Promise.all(attempts.map(({ attemptId }) => journalOf(deps, attemptId)))
    t.ok(
      all.flat().every(({ entryId, sequence }) => sent.get(entryId) === sequence),
      'nothing is kept that was not sent',
    )
  },
)

/** Whether each entry is durable or taken, as the journal has it, and the next one is free. */
function isRight(
  { entries }: Save,
  saved: Saved | undefined,
  kept: ReadonlyMap<number, string> | undefined,
): boolean {
  const told = entries.map(({ sequence, entryId }) =>
    kept?.get(sequence) === entryId
      ? saved?.durable.includes(sequence)
      : kept?.has(sequence) && saved?.taken.includes(sequence),
  )
  const highest = Math.max(...entries.map(({ sequence }) => sequence))
  return told.every(Boolean) && saved?.refused === null && saved.nextSequence > highest
}

t.test('who is told that a sequence is taken is told one that is free', async (t) => {
  const [here, there] = writers
  await here?.save(aSave(0, [anEntry(2000)]))
  await there?.save(aSave(0, [anEntry(2001), anEntry(2002)]))
  const clash = await here?.save(aSave(0, [anEntry(2001)]))
  t.match(clash, { durable: [], taken: [2001], nextSequence: 2003 })
})

/** Runs `during` while another transaction holds what `lock` locks. */
async function whileLocked<T>(lock: string, during: () => Promise<T>): Promise<T> {
  let told: Promise<T> | undefined
  await owner.begin(async (tx) => {
    await tx.unsafe("set local probity.system = 'on'")
    await tx.unsafe(lock)
    told = during()
    await Promise.race([told, sleep(400)])
  })
  if (!told) throw new Error('the lock was not held')
  return told
}

t.test('an attempt that is just being closed holds up only its own saves', async (t) => {
  const [writer] = writers
  const order: string[] = []
  const save = async (attempt: number) => {
    const saved = await writer?.save(aSave(attempt, [anEntry(3000)]))
    order.push(attempt === 1 ? 'locked' : 'free')
    return saved
  }
  const id = attempts[1]?.attemptId
  const saved = await whileLocked(
    `select id from attempt where id = '${id}' for update`,
    async () => {
      const both = [save(1), save(2)]
      await both[1]
      order.push('still locked')
      return both
    },
  ).then((both) => Promise.all(both))
  t.same(order, ['free', 'still locked', 'locked'])
  for (const one of saved) t.match(one, { durable: [3000], refused: null })
})

t.test('a stalled database: few wait, the rest are sent away, and then all goes on', async (t) => {
  const writer = createJournalWriter(deps.sql)
  const many = 9000
  const outcomes = await whileLocked(
    'lock table journal_entry in access exclusive mode',
    async () => {
      const all = Array.from({ length: many }, (_, index) =>
        writer.save(aSave(3, [anEntry(10_000 + index)])).then(
          () => 'durable',
          (error: { code: string }) => error.code,
        ),
      )
      const first = await Promise.race(all)
      t.equal(first, 'service-busy', 'told while the stall goes on')
      return { all }
    },
  ).then(({ all }) => Promise.all(all))
  const durable = outcomes.filter((outcome) => outcome === 'durable').length
  t.equal(outcomes.length - durable, outcomes.filter((one) => one === 'service-busy').length)
  t.ok(durable > 0 && durable < many - 1000, `${durable} were kept`)
  const [last] = (await journalOf(deps, attempts[3]?.attemptId ?? '')).slice(-1)
  t.ok(last && last.sequence >= 10_000)
  t.match(await writer.save(aSave(3, [anEntry(50_000)])), { durable: [50_000] })
})
