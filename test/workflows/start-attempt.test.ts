import t from 'tap'
import { prepareDraw } from '../../src/domain/assembly/draw-form.ts'
import { attemptIdFor } from '../../src/domain/delivery/attempt.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { aClosedAttempt, anOpenExam, type Candidate } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const OPENS_AT = new Date('2026-03-02T08:00:00.000Z')
const clock = createTestClock(OPENS_AT)
const { deps, database } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 4, timeLimitSeconds: 600, windowSeconds: 7200 })
const [first, second, third, fourth] = exam.candidates as [
  Candidate,
  Candidate,
  Candidate,
  Candidate,
]

async function attemptsOf(candidate: Candidate) {
  return inScope(
    database.sql,
    SYSTEM,
    (tx) =>
      tx`select id, deadline_at, claim from attempt where candidate_id = ${candidate.personId}`,
  )
}

t.test('fifty starts at once make one attempt, and one of them started it', async (t) => {
  const starts = Array.from({ length: 50 }, () => startAttempt(deps, first, exam.examId))
  const answers = await Promise.all(starts)
  t.same(new Set(answers.map(({ attemptId }) => attemptId)).size, 1)
  t.equal(answers.filter(({ started }) => started).length, 1)
  t.equal(answers[0]?.attemptId, attemptIdFor(exam.examId, first.personId, 1))
  const attempts = await attemptsOf(first)
  t.match(attempts, [{ claim: 1 }], 'opened once, by the page that began it')
  t.equal(attempts.length, 1)
})

t.test('a later start gives the same attempt with the same deadline', async (t) => {
  const [before] = await attemptsOf(first)
  clock.advance(60)
  t.match(await startAttempt(deps, first, exam.examId), { started: false })
  const [after] = await attemptsOf(first)
  t.same(after, before)
})

t.test('two candidates get forms of their own', async (t) => {
  const { attemptId } = await startAttempt(deps, second, exam.examId)
  const one = await deps.frozen.frame(attemptIdFor(exam.examId, first.personId, 1))
  const other = await deps.frozen.frame(attemptId)
  t.not(one?.form.digest, other?.form.digest)
})

t.test('a submitted attempt is not opened again by another start', async (t) => {
  const attemptId = await aClosedAttempt(deps, exam, second)
  t.same(await startAttempt(deps, second, exam.examId), { attemptId, started: false })
  const [row] = await inScope(
    database.sql,
    SYSTEM,
    (tx) => tx`select state from attempt where id = ${attemptId}`,
  )
  t.equal(row?.state, 'submitted')
})

t.test('who is not assigned can not start', async (t) => {
  const stranger = { personId: deps.newId(), unitPath: first.unitPath }
  await t.rejects(startAttempt(deps, stranger, exam.examId), { code: 'not-assigned' })
})

t.test('the window closes on the moment, however long drawing the form takes', async (t) => {
  const draw = prepareDraw(exam.bank, exam.blueprint)
  const slow: Deps = {
    ...deps,
    frozen: {
      ...deps.frozen,
      draw: async () => {
        clock.set(new Date(exam.closesAt.getTime() + 1000))
        return draw
      },
    },
  }
  clock.set(new Date(exam.closesAt.getTime() - 1))
  t.match(await startAttempt(slow, third, exam.examId), { started: true })
  t.same((await attemptsOf(third))[0]?.deadline_at, exam.closesAt)
  clock.set(exam.closesAt)
  await t.rejects(startAttempt(deps, fourth, exam.examId), { code: 'exam-not-open' })
})
