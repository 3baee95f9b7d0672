import { verify } from 'node:crypto'
import t from 'tap'
import { journalDigest } from '../../src/domain/delivery/answers.ts'
import type { Receipt } from '../../src/domain/delivery/views.ts'
import { canonicalJson } from '../../src/domain/digest.ts'
import { closeOverdueAttempts, screenClosedExams } from '../../src/jobs/worker.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { getResult } from '../../src/store/views/result.ts'
import { expireAttempt, submitAttempt } from '../../src/workflows/close-attempt.ts'
import { openAttemptPage } from '../../src/workflows/open-attempt-page.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import {
  anOpenExam,
  aResponse,
  aValueFor,
  type Candidate,
  journalOf,
  presentedFormOf,
} from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 10, timeLimitSeconds: 600, windowSeconds: 7200 })
/** Browser tabs that save at once. */
const WRITERS = 8
const waiting = [...exam.candidates]

async function begin() {
  const candidate = waiting.shift()
  if (!candidate) throw new Error('the exam has too few candidates')
  const { attemptId } = await startAttempt(deps, candidate, exam.examId)
  const { items } = await presentedFormOf(deps, attemptId)
  const answer = (sequence: number) => {
    const item = items[sequence % items.length]
    if (!item) throw new Error('the form is empty')
    const entries = [aResponse(sequence, item.itemId, aValueFor(item, sequence))]
    return saveEntries(deps, candidate.personId, { attemptId, entries })
  }
  const submit = () => submitAttempt(deps, candidate.personId, attemptId)
  return { candidate, attemptId, answer, submit }
}

async function settlementsOf(attemptId: string) {
  return inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`select number, cause, scores from settlement where attempt_id = ${attemptId}`,
  )
}

async function stateOf(attemptId: string) {
  const [row] = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`select state, closed_at as "closedAt", deadline_at as "deadlineAt"
      from attempt where id = ${attemptId}`,
  )
  return row
}

function isSigned({ signature, ...content }: Receipt): boolean {
  const text = Buffer.from(canonicalJson(content), 'utf8')
  return verify(null, text, deps.publicKeyPem, Buffer.from(signature, 'base64'))
}

t.test(
  'a submission that races with saves vouches for every one that was acknowledged',
  async (t) => {
    for (let round = 0; round < 3; round += 1) {
      const { attemptId, answer, submit } = await begin()
      const acknowledged = new Set<number>()
      const refusals: unknown[] = []
      const receipts: Promise<Receipt>[] = []
      /** Saves on and on, as a browser does, until it is told that the attempt is closed. */
      const work = async (writer: number) => {
        for (let sequence = writer; refusals.length < WRITERS; sequence += WRITERS) {
          try {
            for (const kept of (await answer(sequence)).durable) acknowledged.add(kept)
          } catch (error) {
            refusals.push((error as { code?: unknown }).code)
            return
          }
          if (acknowledged.size >= 30 && receipts.length === 0) receipts.push(submit(), submit())
        }
      }
      await Promise.all(Array.from({ length: WRITERS }, (_, index) => work(index + 1)))
      const [receipt, again] = (await Promise.all(receipts)) as [Receipt, Receipt]
      const kept = await journalOf(deps, attemptId)
      t.same(again, receipt, 'submitting twice at once gives one receipt')
      t.same(
        kept.map(({ sequence }) => sequence),
        [...acknowledged].sort((left, right) => left - right),
        'kept is what was acknowledged',
      )
      t.equal(receipt.journalDigest, journalDigest(kept))
      t.same(refusals, Array(WRITERS).fill('attempt-not-running'))
      t.ok(isSigned(receipt))
      t.same((await settlementsOf(attemptId)).length, 1, 'settled once')
      await t.rejects(answer(999_999), { code: 'attempt-not-running' })
    }
  },
)

t.test('a receipt stands for its content alone', async (t) => {
  const { submit } = await begin()
  const receipt = await submit()
  t.ok(isSigned(receipt))
  t.notOk(isSigned({ ...receipt, answered: receipt.answered + 1 }))
})

t.test(
  'the time that runs out closes an attempt with its answers, once, and settles it',
  async (t) => {
    const { candidate, attemptId, answer, submit } = await begin()
    const startedAt = clock.now()
    for (const sequence of [1, 2, 3]) await answer(sequence)
    clock.set(new Date(startedAt.getTime() + 605_000))
    t.equal(await closeOverdueAttempts(deps), 0, 'the grace has not passed')
    await t.rejects(expireAttempt(deps, attemptId), { code: 'attempt-not-running' })
    clock.advance(1)
    await Promise.all([closeOverdueAttempts(deps), closeOverdueAttempts(deps)])
    const closed = await stateOf(attemptId)
    t.equal(closed?.state, 'expired')
    t.same(closed?.closedAt, new Date(startedAt.getTime() + 600_000))
    const settlements = await settlementsOf(attemptId)
    t.match(settlements, [{ number: 1, cause: 'submission', scores: { answered: 3 } }])
    const receipt = await submit()
    t.match(receipt, { closedBy: 'deadline', answered: 3 })
    t.ok(isSigned(receipt))
    t.equal(receipt.journalDigest, journalDigest(await journalOf(deps, attemptId)))
    const result = await getResult(deps, candidate.personId, attemptId)
    t.ok(result.result, 'the result is there')
    await expireAttempt(deps, attemptId)
    t.equal((await settlementsOf(attemptId)).length, 1)
  },
)

t.test('submitting too late leaves what the deadline left', async (t) => {
  const { attemptId, answer, submit } = await begin()
  await answer(1)
  clock.advance(606)
  t.match(await submit(), { closedBy: 'deadline', answered: 1 })
  t.match(await stateOf(attemptId), { state: 'expired' })
})

t.test('a page that is no longer live submits only once the time is up', async (t) => {
  const { candidate, attemptId, answer, submit } = await begin()
  const { personId } = candidate
  const submitAs = (claim: number) => submitAttempt(deps, personId, attemptId, claim)
  await answer(1)
  const first = await openAttemptPage(deps, personId, attemptId)
  const second = await openAttemptPage(deps, personId, attemptId)
  t.ok(first !== null && second !== null && second > first)
  await t.rejects(submitAs(first as number), { code: 'page-superseded' })
  t.match(await stateOf(attemptId), { state: 'running' })
  const receipt = await submitAs(second as number)
  t.match(receipt, { closedBy: 'candidate', answered: 1 })
  t.same(await submitAs(first as number), receipt, 'the receipt is for every page')
  t.same(await submit(), receipt)

  const late = await begin()
  await late.answer(1)
  const old = await openAttemptPage(deps, late.candidate.personId, late.attemptId)
  await openAttemptPage(deps, late.candidate.personId, late.attemptId)
  clock.advance(606)
  const given = await submitAttempt(deps, late.candidate.personId, late.attemptId, old as number)
  t.match(given, { closedBy: 'deadline', answered: 1 })
})

t.test("nobody submits another's attempt", async (t) => {
  const { attemptId } = await begin()
  const other = exam.candidates[0] as Candidate
  await t.rejects(submitAttempt(deps, other.personId, attemptId), { code: 'not-found' })
  t.match(await stateOf(attemptId), { state: 'running' })
})

t.test('no state leads from closed back to running, not even by hand', async (t) => {
  const { attemptId, submit } = await begin()
  await submit()
  const reopen = inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`update attempt set state = 'running', closed_at = null, receipt = null
      where id = ${attemptId}`,
  )
  await t.rejects(reopen, { message: /a closed attempt stays closed/ })
  const erase = inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`delete from journal_entry where attempt_id = ${attemptId}`,
  )
  await t.rejects(erase, { code: '42501' })
})

t.test(
  'after the window the exam becomes final and settles every attempt again, once',
  async (t) => {
    clock.set(new Date(exam.closesAt.getTime() + 6000))
    t.equal(await screenClosedExams(deps), 1)
    t.equal(await screenClosedExams(deps), 0)
    const counts = await inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx`select attempt.id, attempt.state,
        count(*) filter (where cause = 'screening')::int as screened
      from attempt join settlement on settlement.attempt_id = attempt.id group by attempt.id, state`,
    )
    t.equal(counts.length, exam.candidates.length)
    for (const { screened, state } of counts) t.ok(screened === 1 && state !== 'running')
  },
)
