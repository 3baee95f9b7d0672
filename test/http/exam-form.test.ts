import t from 'tap'
import type { ExamFormView } from '../../src/domain/scheduling/form-view.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { grantRole } from '../../src/workflows/manage-persons.ts'
import { startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign, content, founder } = await foundTwoBranches(application)
const { organizer, administrator, candidate, colleague, auditor } = own.people

// A candidate who may organize as well; before any call, since a login is believed for a while.
await grantRole(deps, founder.personId, {
  personId: colleague.personId,
  role: 'organizer',
  unitId: own.unit.id,
})

function get(url: string, caller: Signed) {
  return server.inject({ url, headers: { authorization: `Bearer ${caller.token}` } })
}

const formOf = (attemptId: string, examId = own.examId) =>
  `/api/exams/${examId}/attempts/${attemptId}/form`

async function viewsOf(attemptId: string) {
  return read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ actor: string; subject: string }[]>`
      select actor, subject from log_entry
      where chain = ${`attempt:${attemptId}`} and act = 'form-viewed' order by number`,
  )
}

t.test('the form shown is the one the candidate has, with its certificate', async (t) => {
  const answer = await get(formOf(own.runningAttemptId), organizer)
  t.equal(answer.statusCode, 200)
  const view: ExamFormView = answer.json()
  const theirs = (await get(`/api/attempts/${own.runningAttemptId}`, colleague)).json()
  const seen = view.form.items.map(({ keys, rationale, bankItemId, ...item }) => item)
  t.same(seen, theirs.form.items, 'items and options in the same order')
  t.same(view.attempt?.personName, colleague.name)
  t.equal(view.sample, null)
  const frame = await deps.frozen.frame(own.runningAttemptId)
  t.same(view.form.certificate, frame?.form.certificate)
  t.equal(view.form.digest, frame?.form.digest)
  t.notMatch(JSON.stringify(theirs), /"keys?"|rationale|bankItemId/, 'the candidate sees no key')
})

t.test('every look stands in the log of the attempt, a refused one does not', async (t) => {
  const before = await viewsOf(own.attemptId)
  for (const caller of [candidate, colleague, auditor, foreign.people.organizer]) {
    t.equal((await get(formOf(own.attemptId), caller)).statusCode, 403, caller.account)
  }
  t.same(await viewsOf(own.attemptId), before)
  t.equal((await get(formOf(own.attemptId), administrator)).statusCode, 200)
  const after = await viewsOf(own.attemptId)
  t.same(after.slice(before.length), [{ actor: administrator.personId, subject: own.attemptId }])
})

t.test('an attempt of another exam is not found under this one', async (t) => {
  const before = await viewsOf(foreign.attemptId)
  const answer = await get(formOf(foreign.attemptId), organizer)
  t.equal(answer.statusCode, 404)
  t.equal(answer.json().type, '/problems/not-found')
  t.same(await viewsOf(foreign.attemptId), before)
})

t.test('who sits the exam sees no key of it, whatever their roles', async (t) => {
  for (const url of [
    formOf(own.runningAttemptId),
    formOf(own.attemptId),
    `/api/exams/${own.examId}/sample-forms/1`,
  ]) {
    const answer = await get(url, colleague)
    t.equal(answer.statusCode, 403, url)
    t.equal(answer.json().type, '/problems/conflict-of-interest')
    t.notMatch(answer.body, /"keys?"|rationale/)
  }
})

t.test('sample forms are those of the preview, and there are five', async (t) => {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, deps.now())
  const examId = await draftExam(deps, organizer.personId, { draft, simulated: false })
  const preview = await server.inject({
    method: 'POST',
    url: '/api/exam-previews',
    headers: { authorization: `Bearer ${organizer.token}` },
    payload: { bankVersionId: content.bankVersionId, blueprint: draft.blueprint },
  })
  const digests: string[] = preview
    .json()
    .sampleForms.map((form: { digest: string }) => form.digest)
  t.equal(digests.length, 5)
  for (const [index, digest] of digests.entries()) {
    const answer = await get(`/api/exams/${examId}/sample-forms/${index + 1}`, organizer)
    const view: ExamFormView = answer.json()
    t.equal(view.form.digest, digest)
    t.same([view.attempt, view.sample], [null, index + 1])
  }
  for (const place of ['0', '6', 'x']) {
    const answer = await get(`/api/exams/${examId}/sample-forms/${place}`, organizer)
    t.equal(answer.statusCode, 422, `${place} is no sample`)
  }
})
