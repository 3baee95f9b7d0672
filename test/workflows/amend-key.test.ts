import t from 'tap'
import { latestResponses, toBankEntries } from '../../src/domain/delivery/answers.ts'
import { faultsOfChain, type LogEntry } from '../../src/domain/log-chain.ts'
import type { Scores } from '../../src/domain/measurement/scores.ts'
import { AttemptEntity } from '../../src/store/entities/attempt.ts'
import { readJournalOf } from '../../src/store/journal/read-journal.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import { approvedAmendments, listAmendments } from '../../src/store/views/amendments.ts'
import { getResult } from '../../src/store/views/result.ts'
import { decideAmendment, proposeAmendment } from '../../src/workflows/amend-key.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { previewAmendment } from '../../src/workflows/preview-amendment.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import {
  anOpenExam,
  aResponse,
  BANK,
  type Candidate,
  presentedFormOf,
} from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

t.setTimeout(240_000)

const CANDIDATES = 40
const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const { examId, candidates } = await anOpenExam(deps, { candidates: CANDIDATES })
const idOf = async (account: string) => {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`select id from person where account = ${account}`,
  )
  return row?.id ?? ''
}
const one = await idOf('organizer')
const other = await idOf('administrator')

/** An attempt in which every number asked for is answered with 16; the keys say 15. */
async function sit(candidate: Candidate) {
  const { attemptId } = await startAttempt(deps, candidate, examId)
  const { items } = await presentedFormOf(deps, attemptId)
  const numeric = items.filter(({ type }) => type === 'numeric')
  const entries = numeric.map(({ itemId }, index) => aResponse(index + 1, itemId, 16))
  await saveEntries(deps, candidate.personId, { attemptId, entries })
  const submit = () => submitAttempt(deps, candidate.personId, attemptId)
  return { candidate, attemptId, submit }
}
type Sitting = Awaited<ReturnType<typeof sit>>

async function itemsOn(attemptId: string): Promise<string[]> {
  const attempt = await write(deps.orm, (em) => em.findOneOrFail(AttemptEntity, { id: attemptId }))
  return attempt.form.items.map(({ item }) => item)
}

async function settlementsOf(attemptId: string) {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ number: number; cause: string; scores: Scores }[]>`
      select number, cause, scores from settlement
      where attempt_id = ${attemptId} order by number`,
  )
}

const money = BANK.items.filter(({ type }) => type === 'numeric').map(({ id }) => id)
const propose = (itemId: string, change: object = { kind: 'accept-also', response: 16 }) =>
  proposeAmendment(deps, one, {
    examId,
    itemId,
    change: change as { kind: 'void' },
    reason: 'the law was changed in May',
  })
const decide = (actor: string, amendmentId: string, approved = true) =>
  decideAmendment(deps, actor, { examId, amendmentId, approved, note: 'I read the law' })

const sittings: Sitting[] = []
for (const candidate of candidates) sittings.push(await sit(candidate))
const closedEarly = sittings.slice(0, 12)
for (const { submit } of closedEarly) await submit()
const first = money[0] ?? ''

t.test('a proposal names an item of the bank and a possible key, or is refused', async (t) => {
  const refused = (code: string, pointer?: string) => ({
    code,
    ...(pointer === undefined ? {} : { faults: [{ pointer }] }),
  })
  await t.rejects(propose('of-another-bank'), refused('invalid-input', '/itemId'))
  await t.rejects(
    propose(first, { kind: 'replace', response: 'sixteen' }),
    refused('invalid-input', '/change'),
  )
  await t.rejects(
    propose(first, { kind: 'replace', response: 15 }),
    refused('invalid-input', '/change'),
  )
  const elsewhere = { examId: one, itemId: first, change: { kind: 'void' as const }, reason: '' }
  await t.rejects(proposeAmendment(deps, one, elsewhere), refused('not-found'))
})

t.test('it takes two: until then nothing changes, and only once', async (t) => {
  const amendmentId = await propose(first)
  t.same(await approvedAmendments(deps.sql, examId), [])
  await t.rejects(decide(one, amendmentId), { code: 'second-person-required' })
  for (const { attemptId } of closedEarly) t.equal((await settlementsOf(attemptId)).length, 1)
  await decide(other, amendmentId, false)
  await t.rejects(decide(other, amendmentId), { code: 'already-decided' })
  for (const { attemptId } of closedEarly) t.equal((await settlementsOf(attemptId)).length, 1)
  t.same(await approvedAmendments(deps.sql, examId), [], 'what was rejected does not count')
  const direct = inScope(
    deps.sql,
    SYSTEM,
    async (tx) => tx`
      insert into amendment_verdict
      select id, 99, true, '', proposed_by, now() from key_amendment where item_id = ${first}`,
  )
  await t.rejects(direct, /second person|duplicate key/)
})

t.test('approval regrades all at once, also those who hand in meanwhile', async (t) => {
  const amendmentId = await propose(first)
  const had = await Promise.all(closedEarly.map(({ attemptId }) => itemsOn(attemptId)))
  const affected = had.filter((items) => items.includes(first)).length
  t.ok(affected > 0, `${affected} of the closed attempts had the item`)
  t.match(await previewAmendment(deps, { examId, amendmentId }), {
    attempts: affected,
    becomeRight: affected,
    becomeWrong: 0,
    notCounted: 0,
    nowFail: 0,
  })
  await Promise.all([
    ...sittings.slice(12, 30).map(({ submit }) => submit()),
    decide(other, amendmentId),
    ...sittings.slice(30).map(({ submit }) => submit()),
  ])
  for (const { attemptId } of closedEarly) {
    const causes = (await settlementsOf(attemptId)).map(({ cause }) => cause)
    t.strictSame(causes, ['submission', 'amendment'])
  }
  for (const { attemptId } of sittings) {
    const items = await itemsOn(attemptId)
    const expected = items.includes(first) ? 1 : 0
    t.equal((await settlementsOf(attemptId)).at(-1)?.scores.correct, expected, attemptId)
  }
})

t.test('whom it concerns is told which question, why, and what came of it', async (t) => {
  for (const { candidate, attemptId } of closedEarly) {
    const place = (await itemsOn(attemptId)).indexOf(first)
    const { corrections, result } = await getResult(deps, candidate.personId, attemptId)
    if (place < 0) {
      t.same(corrections?.items, [])
      continue
    }
    t.match(corrections, {
      items: [{ position: place + 1, kind: 'accept-also', reason: 'the law was changed in May' }],
      before: { passed: result?.passed },
    })
    t.notMatch(JSON.stringify(corrections), /16|money/, 'no key and no bank id')
  }
})

t.test('a voided item counts for nobody, whatever was answered', async (t) => {
  await decide(other, await propose(first, { kind: 'void' }))
  for (const { attemptId } of sittings) {
    const items = await itemsOn(attemptId)
    const { scores } = (await settlementsOf(attemptId)).at(-1) ?? {}
    t.equal(scores?.overall.itemCount, items.length - (items.includes(first) ? 1 : 0))
    t.equal(scores?.correct, 0)
  }
})

t.test('who proposed and who agreed stands in the log, whole and in order', async (t) => {
  const log = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<(Omit<LogEntry, 'loggedAt'> & { loggedAt: Date })[]>`
      select chain, number, logged_at as "loggedAt", actor, act, subject, detail,
        previous_hash as "previousHash", hash
      from log_entry where chain = ${`exam:${examId}`} order by number`,
  )
  const entries = log.map((entry) => ({ ...entry, loggedAt: entry.loggedAt.toISOString() }))
  t.same(faultsOfChain(entries), [])
  const acts = entries.filter(({ act }) => act.startsWith('key-'))
  t.strictSame(
    acts.map(({ act, actor }) => [act, actor]),
    [
      ['key-amendment-proposed', one],
      ['key-amendment-rejected', other],
      ['key-amendment-proposed', one],
      ['key-amended', other],
      ['key-amendment-proposed', one],
      ['key-amended', other],
    ],
  )
  const rows = await listAmendments(deps.sql, SYSTEM, examId)
  t.strictSame(
    rows.map(({ number, state }) => [number, state]),
    [
      [3, 'approved'],
      [2, 'approved'],
      [1, 'rejected'],
    ],
  )
})

t.test('the journal stays what it was: answers are judged anew, never changed', async (t) => {
  const { attemptId } = sittings[0] ?? { attemptId: '' }
  const { attempt, entries } = await write(deps.orm, async (em) => ({
    attempt: await em.findOneOrFail(AttemptEntity, { id: attemptId }),
    entries: await readJournalOf(em, attemptId),
  }))
  const given = latestResponses(toBankEntries(entries, attempt.form, BANK))
  t.strictSame([...new Set(given.values())], [16])
})
