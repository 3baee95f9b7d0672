import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { Value } from 'typebox/value'
import type { ConductOrder } from '../../src/domain/delivery/conduct.ts'
import { LiveAttempts } from '../../src/domain/delivery/live-attempts.ts'
import { inScope, SYSTEM } from '../../src/store/scope.ts'
import { grantRole } from '../../src/workflows/manage-persons.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, foreign, founder } = await foundTwoBranches(application)
const { organizer, colleague, candidate } = own.people
const path = `/api/exams/${own.examId}/live-board/attempts`
const headersOf = ({ token }: Signed) => ({ authorization: `Bearer ${token}` })

/** Readings are shared for two seconds: a new one comes after that. */
const nextReading = () => new Promise((resolve) => setTimeout(resolve, 2100))

async function peopleOf(test: Test, query = '', by: Signed = organizer): Promise<LiveAttempts> {
  const answer = await server.inject({ url: path + query, headers: headersOf(by) })
  test.equal(answer.statusCode, 200, answer.body)
  test.ok(Value.Check(LiveAttempts, answer.json()))
  return answer.json()
}

async function act(test: Test, order: Pick<ConductOrder, 'act' | 'to'>): Promise<void> {
  const answer = await server.inject({
    method: 'POST',
    url: `/api/exams/${own.examId}/conduct`,
    headers: headersOf(organizer),
    payload: { id: randomUUID(), ...order },
  })
  test.equal(answer.statusCode, 200, answer.body)
}

t.test('people are found by name and state, with how far they are', async (t) => {
  const all = await peopleOf(t)
  t.ok(all.total >= 2)
  const { rows } = await peopleOf(t, `?q=${encodeURIComponent(colleague.name.toUpperCase())}`)
  t.match(rows, [{ attemptId: own.runningAttemptId, state: 'active', answered: 0 }])
  const done = await peopleOf(t, '?state=submitted')
  t.strictSame(
    done.rows.map(({ person, attemptId }) => [person.id, attemptId]),
    [[candidate.personId, own.attemptId]],
  )
  t.match(done.rows[0], { silentSince: null })
  t.ok((done.rows[0]?.answered ?? 0) > 0)
  t.equal((await peopleOf(t, `?unit=${foreign.office.id}`)).total, 0)
  t.equal((await peopleOf(t, `?unit=${own.office.id}`)).total, all.total)
  t.match(await peopleOf(t, '?rows=1&page=2'), { page: 2, pageCount: all.total, rows: [{}] })
})

t.test('an act is seen in the list at once, in the window too', async (t) => {
  const before = await peopleOf(t, `?q=${colleague.name}`)
  const to = { attemptIds: [own.runningAttemptId] }
  await act(t, { act: { kind: 'extend', seconds: 300, text: 'a late start' }, to })
  const after = await peopleOf(t, `?q=${colleague.name}`)
  const deadlineOf = (page: LiveAttempts) => Date.parse(page.rows[0]?.deadlineAt ?? '')
  t.equal(deadlineOf(after) - deadlineOf(before), 300_000)
  t.equal(after.closesAt, before.closesAt)
  await act(t, { act: { kind: 'pause', seconds: 600, text: 'no light' }, to: { all: true } })
  const paused = await peopleOf(t, `?q=${colleague.name}`)
  t.equal(Date.parse(paused.closesAt) - Date.parse(before.closesAt), 600_000)
  t.equal(Date.parse(paused.pausedUntil ?? '') - clock.now().getTime(), 600_000)
  t.match(paused.rows, [{ state: 'paused', pausedUntil: paused.pausedUntil }])
  await nextReading()
  t.equal((await peopleOf(t, '?state=paused')).total, 1)
})

t.test('nobody sees people outside their branches, or asks what makes no sense', async (t) => {
  // While everybody pauses nobody begins.
  await act(t, { act: { kind: 'resume', text: 'light again' }, to: { all: true } })
  t.equal((await peopleOf(t)).coversAll, true)
  await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx`insert into assignment (exam_id, person_id, assigned_at)
      values (${own.examId}, ${foreign.people.colleague.personId}, ${deps.now()})`,
  )
  await startAttempt(deps, foreign.people.colleague, own.examId)
  await nextReading()
  const mine = await peopleOf(t, '?rows=1000')
  t.notMatch(JSON.stringify(mine), foreign.people.colleague.name)
  t.equal(mine.coversAll, false)
  const grant = { personId: organizer.personId, role: 'organizer' as const }
  await grantRole(deps, founder.personId, { ...grant, unitId: foreign.unit.id })
  await nextReading()
  const wider = await peopleOf(t, '?rows=1000')
  t.equal(wider.total, mine.total + 1)
  t.equal(wider.coversAll, true)
  t.match(JSON.stringify(wider), foreign.people.colleague.name)
  for (const query of ['?rows=1001', '?rows=0', '?page=0', '?state=bored', '?sort=name', '?x=1']) {
    const answer = await server.inject({ url: path + query, headers: headersOf(organizer) })
    t.equal(answer.statusCode, 422, query)
  }
})
