import t from 'tap'
import { drawForm } from '../../src/domain/assembly/draw-form.ts'
import { attemptIdFor, seedFor } from '../../src/domain/delivery/attempt.ts'
import { AssignmentEntity, ExamEntity } from '../../src/store/entities/exam.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { forgetForms, prepareForms } from '../../src/workflows/prepare-forms.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { anOpenExam, type Candidate } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const PUBLISHED_AT = new Date('2026-03-02T08:00:00.000Z')
const clock = createTestClock(PUBLISHED_AT)
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 5, timeLimitSeconds: 600, windowSeconds: 7200 })
const { examId } = exam
const [first, second, third, fourth, fifth] = exam.candidates as [
  ...[Candidate, Candidate, Candidate, Candidate, Candidate],
]
const attemptIdOf = ({ personId }: Candidate) => attemptIdFor(examId, personId, 1)

const [secret] = await read(
  deps.sql,
  SYSTEM,
  (tx) =>
    tx<{ hex: string }[]>`select secret_hex as hex from exam_secret where exam_id = ${examId}`,
)

/** Drawn here, by nothing that the service has prepared. */
const formOf = (candidate: Candidate) => {
  const seed = seedFor(secret?.hex ?? '', attemptIdOf(candidate))
  return drawForm({ bank: exam.bank, blueprint: exam.blueprint, seed })
}

const preparedForms = () =>
  read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; digest: string }[]>`
      select attempt_id as id, form ->> 'digest' as digest from prepared_form order by attempt_id`,
  )

/** A service that may not draw any more: what it starts was prepared. */
const withoutDrawing: Deps = {
  ...deps,
  frozen: {
    ...deps.frozen,
    draw: () => Promise.reject(new Error('this form was not prepared')),
  },
}

t.test('a form is prepared for each who has not begun, as a start would draw it', async (t) => {
  await startAttempt(deps, first, examId)
  t.equal(await prepareForms(deps), 4)
  const expected = [second, third, fourth, fifth]
    .map((candidate) => ({ id: attemptIdOf(candidate), digest: formOf(candidate).digest }))
    .sort((one, other) => (one.id < other.id ? -1 : 1))
  t.same(await preparedForms(), expected)
  t.equal(await prepareForms(deps), 0, 'again there is nothing to do')
})

t.test('what was interrupted goes on where it ended', async (t) => {
  const gone = attemptIdOf(second)
  await inScope(deps.sql, SYSTEM, (tx) => tx`delete from prepared_form where attempt_id = ${gone}`)
  const both = await Promise.all([prepareForms(deps), prepareForms(deps)])
  t.equal(both[0] + both[1], 1, 'by whichever process comes first')
})

t.test('neither exams that are done nor one that fails keep others from it', async (t) => {
  const earlier = Array.from({ length: 20 }, () => deps.newId())
  const [bad] = earlier
  await inScope(deps.sql, SYSTEM, async (tx) => {
    await tx`delete from prepared_form where attempt_id = ${attemptIdOf(second)}`
    await tx`
      insert into exam select (jsonb_populate_record(exam, jsonb_build_object('id', other,
        'opens_at', opens_at - interval '1 hour'))).*
      from exam, unnest(${earlier}::uuid[]) as other where id = ${examId}`
    await tx`
      insert into assignment select (jsonb_populate_record(assignment,
        jsonb_build_object('exam_id', ${bad ?? ''}::uuid))).*
      from assignment where exam_id = ${examId}`
  })
  const failing: Deps['frozen']['exam'] = (id) =>
    id === bad ? Promise.reject(new Error('a bad one')) : deps.frozen.exam(id)
  const unlucky = { ...deps, frozen: { ...deps.frozen, exam: failing } }
  await t.rejects(prepareForms(unlucky), /a bad one/, 'which is told all the same')
  t.ok((await preparedForms()).some(({ id }) => id === attemptIdOf(second)))
})

t.test('a start takes the prepared form, whole, and draws nothing', async (t) => {
  t.match(await startAttempt(withoutDrawing, second, examId), { started: true })
  const [kept] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx`
      select attempt.form, log_entry.detail ->> 'formDigest' as digest
      from attempt join log_entry on chain = 'attempt:' || attempt.id and number = 1
      where attempt.id = ${attemptIdOf(second)}`,
  )
  const form = formOf(second)
  t.same(kept, { form, digest: form.digest })
})

t.test('somebody assigned later draws at the start', async (t) => {
  const latecomer = { ...first, personId: deps.newId() }
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`
      insert into person (id, account, name, unit_id, rank, simulated, created_at, activated_at)
      select ${latecomer.personId}, 'latecomer', 'Late Comer', unit_id, rank, simulated,
        created_at, activated_at
      from person where id = ${first.personId}`,
  )
  await write(deps.orm, async (em) => {
    const { personId } = latecomer
    em.create(AssignmentEntity, { examId, personId, assignedAt: deps.now() })
  })
  await t.rejects(startAttempt(withoutDrawing, latecomer, examId), /was not prepared/)
  const { attemptId } = await startAttempt(deps, latecomer, examId)
  t.equal((await deps.frozen.frame(attemptId))?.form.digest, formOf(latecomer).digest)
})

const setExam = (changes: { pausedUntil?: Date; extendedSeconds?: number }) =>
  write(deps.orm, async (em) => {
    em.assign(await em.findOneOrFail(ExamEntity, { id: examId }), changes)
  })

t.test('while everybody pauses nobody starts, and is told when to come back', async (t) => {
  await setExam({ pausedUntil: new Date(clock.now().getTime() + 90_000), extendedSeconds: 90 })
  const refused = startAttempt(deps, third, examId)
  await t.rejects(refused, { code: 'exam-paused', retryAfterSeconds: 30 })
  clock.advance(90)
  t.match(await startAttempt(deps, third, examId), { started: true })
})

t.test('an exam that is given time in the middle of a start is seen as it is then', async (t) => {
  clock.set(new Date(exam.closesAt.getTime() - 60_000))
  let opened = 0
  const interrupted: Deps = {
    ...deps,
    starts: {
      ...deps.starts,
      open: async (asked) => {
        const opening = await deps.starts.open(asked)
        opened += 1
        if (opened === 1) await setExam({ extendedSeconds: 300 })
        return opening
      },
    },
  }
  t.match(await startAttempt(interrupted, fourth, examId), { started: true })
  t.equal(opened, 2)
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ deadlineAt: Date }[]>`
      select deadline_at as "deadlineAt" from attempt where id = ${attemptIdOf(fourth)}`,
  )
  t.same(row?.deadlineAt, new Date(exam.closesAt.getTime() + 300_000))
})

t.test('prepared forms stay as long as somebody can begin, and then go', async (t) => {
  clock.set(new Date(exam.closesAt.getTime() + 299_000))
  t.equal(await forgetForms(deps), 0)
  t.ok((await preparedForms()).some(({ id }) => id === attemptIdOf(fifth)))
  clock.set(new Date(exam.closesAt.getTime() + 300_000))
  t.equal(await forgetForms(deps), 4)
  t.same(await preparedForms(), [])
  t.equal(await prepareForms(deps), 0, 'none is made for an exam that is over')
})
