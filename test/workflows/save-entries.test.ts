import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { BehaviorKind, JournalEntry } from '../../src/domain/delivery/journal.ts'
import type { EntriesSaved } from '../../src/domain/delivery/views.ts'
import { createJournalWriter } from '../../src/store/journal/journal-writer.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import {
  anOpenExam,
  aResponse,
  type Candidate,
  journalOf,
  PASSWORD,
  presentedFormOf,
} from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date())
const { deps, server } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 4 })

async function begin(candidate: Candidate | undefined) {
  if (!candidate) throw new Error('the exam has too few candidates')
  const { attemptId } = await startAttempt(deps, candidate, exam.examId)
  const { items } = await presentedFormOf(deps, attemptId)
  const itemOf = (type: string) => items.find((item) => item.type === type)?.itemId ?? ''
  const save = (...entries: JournalEntry[]) =>
    saveEntries(deps, candidate.personId, { attemptId, entries })
  return { candidate, attemptId, itemOf, save }
}

const one = await begin(exam.candidates[0])
const other = await begin(exam.candidates[1])
const numeric = one.itemOf('numeric')

t.test(
  'two tabs with clashing sequences lose nothing: the loser is told to renumber',
  async (t) => {
    const left = [1, 2, 3].map((sequence) => aResponse(sequence, numeric, sequence))
    const right = [1, 2, 3].map((sequence) => aResponse(sequence, numeric, 100 + sequence))
    const [a, b] = await Promise.all([one.save(...left), one.save(...right)])
    t.same([...a.durable, ...b.durable].sort(), [1, 2, 3], 'each sequence is acknowledged once')
    t.same(a.durable, b.taken)
    t.same(b.durable, a.taken)
    const loser = a.taken.length > 0 ? left : right
    const renumbered = loser.map((entry, index) => ({ ...entry, sequence: a.nextSequence + index }))
    t.match(await one.save(...renumbered), { durable: [4, 5, 6], taken: [], nextSequence: 7 })
    const kept = await journalOf(deps, one.attemptId)
    t.same(new Set(kept.map(({ entryId }) => entryId)).size, 6)
  },
)

t.test('the same entries sent many times in parallel are kept once', async (t) => {
  const entries = [1, 2, 3, 4].map((sequence) => aResponse(sequence, other.itemOf('numeric'), 7))
  const answers = await Promise.all(Array.from({ length: 12 }, () => other.save(...entries)))
  for (const { durable, taken } of answers)
    t.same({ durable, taken }, { durable: [1, 2, 3, 4], taken: [] })
  const kept = await journalOf(deps, other.attemptId)
  t.same(
    kept.map(({ entryId }) => entryId),
    entries.map(({ entryId }) => entryId),
  )
})

t.test('one entry under two sequences of one request is told apart by its sequence', async (t) => {
  const entry = aResponse(20, other.itemOf('numeric'), 1)
  const clash = aResponse(20, other.itemOf('numeric'), 2)
  const saved = await other.save(entry, clash)
  t.match(saved, { durable: [20], taken: [20] })
})

t.test('an entry that is about nothing on the form keeps the whole request out', async (t) => {
  const before = await journalOf(deps, one.attemptId)
  const good = aResponse(50, numeric, 1)
  const cases: readonly [JournalEntry, string][] = [
    [aResponse(51, 'q99', 1), '/entries/1/itemId'],
    [aResponse(51, numeric, 'many'), '/entries/1/value'],
    [aResponse(51, one.itemOf('single-choice'), '9'), '/entries/1/value'],
  ]
  for (const [bad, pointer] of cases) {
    await t.rejects(one.save(good, bad), { code: 'invalid-input', faults: [{ pointer }] })
  }
  t.same(await journalOf(deps, one.attemptId), before)
})

t.test("nobody saves into another's attempt, or learns that there is one", async (t) => {
  const sent = { attemptId: one.attemptId, entries: [aResponse(60, numeric, 1)] }
  await t.rejects(saveEntries(deps, other.candidate.personId, sent), { code: 'not-found' })
  const absent = { ...sent, attemptId: randomUUID() }
  await t.rejects(saveEntries(deps, other.candidate.personId, absent), { code: 'not-found' })
})

t.test('a save that the database refuses takes no other of its batch with it', async (t) => {
  const journal = createJournalWriter(deps.sql)
  const receivedAt = deps.now().toISOString()
  const save = (of: typeof one, sequence: number, value: string | number) =>
    journal.save({
      attemptId: of.attemptId,
      candidateId: of.candidate.personId,
      entries: [{ ...aResponse(sequence, of.itemOf('short-text'), value), receivedAt }],
    })
  const [good, poisoned, alsoGood] = await Promise.allSettled([
    save(one, 70, 'before'),
    save(other, 70, 'half \u0000 a text'),
    save(other, 71, 'after'),
  ])
  t.match(good, { status: 'fulfilled', value: { durable: [70] } })
  t.match(poisoned, { status: 'rejected' })
  t.match(alsoGood, { status: 'fulfilled', value: { durable: [71] } })
})

async function signIn(candidate: Candidate): Promise<{ authorization: string }> {
  const body = { account: candidate.account, password: PASSWORD, tokens: 'body' }
  const answer = await server.inject({ method: 'POST', url: '/api/login', payload: body })
  return { authorization: `Bearer ${(answer.json() as { accessToken: string }).accessToken}` }
}

t.test('over HTTP text that can not be kept is refused by name, beside good saves', async (t) => {
  const url = `/api/attempts/${one.attemptId}/entries`
  const headers = await signIn(one.candidate)
  const json = { ...headers, 'content-type': 'application/json' }
  const send = (...entries: unknown[]) =>
    server.inject({ method: 'POST', url, headers: json, payload: JSON.stringify({ entries }) })
  const text = one.itemOf('short-text')
  const [good, nul, half, said] = await Promise.all([
    send(aResponse(80, text, 'kept')),
    send(aResponse(81, text, 'a\u0000b')),
    send(aResponse(82, text, 'a\ud83db')),
    send({
      ...{ kind: 'behavior', behavior: 'explained', itemId: null, text: 'x\u0000' },
      ...{ sequence: 83, entryId: randomUUID(), clientMs: 1 },
    }),
  ])
  t.equal(good.statusCode, 200)
  t.same((good.json() as EntriesSaved).durable, [80])
  for (const [answer, pointer] of [
    [nul, '/entries/0/value'],
    [half, '/entries/0/value'],
    [said, '/entries/0/text'],
  ] as const) {
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), { type: '/problems/invalid-input', errors: [{ pointer }] })
  }
  const kept = await journalOf(deps, one.attemptId)
  t.ok(kept.some(({ sequence }) => sequence === 80))
  t.notOk(kept.some(({ sequence }) => sequence > 80))
})

t.test('an id has one spelling: another is refused, not kept as another entry', async (t) => {
  const headers = await signIn(one.candidate)
  const entry = aResponse(90, numeric, 1)
  for (const entryId of [entry.entryId.toUpperCase(), `urn:uuid:${entry.entryId}`]) {
    const answer = await server.inject({
      method: 'POST',
      url: `/api/attempts/${one.attemptId}/entries`,
      headers,
      payload: { entries: [{ ...entry, entryId }] },
    })
    t.equal(answer.statusCode, 422)
    t.match(answer.json(), { errors: [{ pointer: '/entries/0/entryId' }] })
  }
  const url = `/api/attempts/${one.attemptId.toUpperCase()}/entries`
  const answer = await server.inject({
    method: 'POST',
    url,
    headers,
    payload: { entries: [entry] },
  })
  t.equal(answer.statusCode, 422)
})

t.test('what a behaviour tells comes back as it was sent; a wrong detail is refused', async (t) => {
  const fourth = await begin(exam.candidates[3])
  const behaved = (sequence: number, behavior: BehaviorKind, more: object) =>
    ({
      ...{ kind: 'behavior', behavior, sequence, entryId: randomUUID() },
      ...{ clientMs: sequence * 10, itemId: null, ...more },
    }) as JournalEntry
  const pointer = {
    ...{ count: 9, speed: 0.52, speedMad: 0.1, straightness: 1 },
    ...{ clicks: 7, holdMs: 96, holdMadMs: null },
  }
  const sent = [
    behaved(1, 'rhythm', { detail: { keys: null, pointer } }),
    behaved(2, 'explained', { text: '{"width":1}' }),
    behaved(3, 'resized', { detail: { width: 800, height: 600 } }),
    behaved(4, 'copied', {}),
  ]
  t.match(await fourth.save(...sent), { durable: [1, 2, 3, 4] })
  const kept = await journalOf(deps, fourth.attemptId)
  t.strictSame(
    kept.map(({ receivedAt, ...entry }) => entry),
    sent,
  )
  const wrong = behaved(5, 'copied', { detail: { width: 800, height: 600 } })
  await t.rejects(fourth.save(wrong), { code: 'invalid-input' })
})

const late = await begin(exam.candidates[2])

t.test('the write itself refuses what was received after deadline and grace', async (t) => {
  const deadline = new Date(clock.now().getTime() + 3600_000)
  const at = (ms: number) => clock.set(new Date(deadline.getTime() + ms))
  t.match(await late.save(aResponse(1, late.itemOf('numeric'), 1)), { durable: [1] })
  at(0)
  t.match(await late.save(aResponse(2, late.itemOf('numeric'), 2)), { durable: [2] })
  at(5000)
  t.match(await late.save(aResponse(3, late.itemOf('numeric'), 3)), { durable: [3] })
  at(5001)
  const tooLate = aResponse(4, late.itemOf('numeric'), 4)
  await t.rejects(late.save(tooLate), { code: 'time-limit-passed' })
  const again = aResponse(3, late.itemOf('numeric'), 3)
  t.match(await late.save(again), { durable: [], taken: [3], refused: null })
  const kept = await journalOf(deps, late.attemptId)
  t.same(
    kept.map(({ sequence }) => sequence),
    [1, 2, 3],
  )
  const view = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`select state from attempt where id = ${late.attemptId}`,
  )
  t.equal(view[0]?.['state'], 'running', 'no job has closed it yet')
})

t.test('what was durable before the deadline is still acknowledged after it', async (t) => {
  const entry = aResponse(1, numeric, 1)
  const [kept] = await journalOf(deps, late.attemptId)
  const repeated = { ...entry, itemId: late.itemOf('numeric'), entryId: kept?.entryId ?? '' }
  t.match(await late.save(repeated), { durable: [1], refused: null })
})
