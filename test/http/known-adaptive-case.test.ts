import t from 'tap'
import { isAdaptive } from '../../src/domain/assembly/form.ts'
import type { CaseQueue } from '../../src/domain/review/queue-views.ts'
import type { CaseView } from '../../src/domain/review/views.ts'
import { AttemptEntity } from '../../src/store/entities/attempt.ts'
import { CaseEntity, KnownCaseEntity } from '../../src/store/entities/review.ts'
import { write } from '../../src/store/scope.ts'
import { assignCases } from '../../src/workflows/assign-cases.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { giveNextItem } from '../../src/workflows/give-next-item.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { draftFor, foundTwoBranches, rightAnswers, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const FEWEST = 6
const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, content } = await foundTwoBranches(application)
const { auditor, organizer, candidate } = own.people

const examId = await adaptiveExam()
const attemptId = await sitToTheEnd(examId, candidate)

async function adaptiveExam(): Promise<string> {
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, clock.now())
  const delivery = { mode: 'adaptive', fewestItems: FEWEST, standardError: 0.6, randomesque: 3 }
  const blueprint = { ...draft.blueprint, delivery } as typeof draft.blueprint
  const by = organizer.personId
  const made = await draftExam(deps, by, { draft: { ...draft, blueprint }, simulated: false })
  await publishExam(deps, by, { examId: made, waiver: 'a test needs no notice' })
  return made
}

/** Every item right in no time, one after the other. */
async function sitToTheEnd(exam: string, { personId, unitPath }: Signed): Promise<string> {
  const started = await startAttempt(deps, { personId, unitPath }, exam)
  const id = started.attemptId
  for (let position = 1; ; position += 1) {
    const attempt = await write(deps.orm, (em) => em.findOneOrFail(AttemptEntity, { id }))
    if (isAdaptive(attempt.form) && attempt.form.certificate.ended) break
    const entries = (await rightAnswers(deps, id)).slice(-2)
    await saveEntries(deps, personId, { attemptId: id, entries })
    await giveNextItem(deps, personId, { attemptId: id, position })
  }
  await submitAttempt(deps, personId, id)
  return id
}

async function ask<T>(by: Signed, url: string): Promise<T> {
  const answer = await server.inject({ url, headers: { authorization: `Bearer ${by.token}` } })
  t.equal(answer.statusCode, 200, answer.body.slice(0, 200))
  return answer.json<T>()
}

t.test('beside cases of an adaptive exam known ones are dealt, built alike', async (t) => {
  const opened = await write(deps.orm, (em) => em.find(CaseEntity, { attemptId }))
  t.equal(opened.length, 1, 'answers in no time open a case')
  clock.advance(11 * 60)
  const always: Deps = {
    ...deps,
    randomHex: (bytes) => (bytes === 6 ? '0'.repeat(12) : deps.randomHex(bytes)),
  }
  t.ok((await assignCases(always)) > 0)
  const known = await write(deps.orm, (em) => em.find(KnownCaseEntity, { examId }))
  t.equal(known.length, 1)
  const [dealt] = known
  if (!dealt || !isAdaptive(dealt.form)) throw new Error('a known case on an adaptive form')
  t.ok(dealt.form.certificate.items >= FEWEST)
  t.not(dealt.form.certificate.ended, null)
  t.ok(dealt.closedAt <= dealt.openedAt)
  const { cases } = await ask<CaseQueue>(auditor, '/api/cases?state=open')
  const ids = cases.map(({ id }) => id)
  t.ok(ids.includes(dealt.id))
  const real = await ask<CaseView>(auditor, `/api/cases/${opened[0]?.id}`)
  const made = await ask<CaseView>(auditor, `/api/cases/${dealt.id}`)
  t.equal(made.answers.length, dealt.form.items.length)
  t.ok(made.answers.slice(0, dealt.form.certificate.items).every(({ answer }) => answer !== null))
  t.same(Object.keys(made).sort(), Object.keys(real).sort())
  t.same(Object.keys(made.answers[0] ?? {}).sort(), Object.keys(real.answers[0] ?? {}).sort())
})
