import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Value } from 'typebox/value'
import { ConductRecord, ConductResult } from '../../src/domain/delivery/conduct.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign } = await foundTwoBranches(application)
const { organizer, colleague } = own.people
const url = `/api/exams/${own.examId}/conduct`
const act = { kind: 'extend', seconds: 600, text: '投影仪坏了' } as const

async function ask(by: Signed, payload: object) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = await server.inject({ method: 'POST', url, headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}

t.test('an act reaches the attempt, wakes every process, and stands in the record', async (t) => {
  const heard = Promise.withResolvers<string>()
  const ready = Promise.withResolvers<void>()
  const stop = deps.wakeups.listen({
    exam: (id) => heard.resolve(id),
    attempt: () => {},
    missed: () => ready.resolve(),
  })
  t.teardown(stop)
  await ready.promise
  const order = { id: randomUUID(), act, to: { attemptIds: [own.runningAttemptId] } }
  const first = await ask(organizer, order)
  t.same(first, { status: 200, body: { id: order.id, reached: 1, missed: [] } })
  t.ok(Value.Check(ConductResult, first.body))
  t.equal(await heard.promise, own.examId)
  t.same(await ask(organizer, order), first, 'sent again')
  const headers = { authorization: `Bearer ${organizer.token}` }
  const { acts } = (await server.inject({ url, headers })).json()
  t.equal(acts.length, 1)
  t.ok(Value.Check(ConductRecord, acts[0]))
  t.match(acts[0], {
    kind: 'extend',
    seconds: 600,
    text: act.text,
    by: { id: organizer.personId, name: organizer.name },
    people: [{ attemptId: own.runningAttemptId, name: colleague.name, missed: null }],
  })
})

t.test('what can be no act is refused before anything is done', async (t) => {
  const to = { attemptIds: [own.runningAttemptId] }
  const orders = [
    { id: randomUUID(), act: { ...act, seconds: 0 }, to },
    { id: randomUUID(), act: { ...act, seconds: 86_401 }, to },
    { id: randomUUID(), act: { ...act, text: '' }, to },
    { id: randomUUID(), act: { kind: 'outage', seconds: 5, text: 'mine' }, to },
    { id: randomUUID(), act, to: { attemptIds: [] } },
    { id: randomUUID(), act, to: { all: false } },
    { act, to },
  ]
  for (const order of orders) t.equal((await ask(organizer, order)).status, 422)
  const reopen = { kind: 'reopen', seconds: 60, text: 'by mistake' }
  const closed = { id: randomUUID(), act: reopen, to: { attemptIds: [own.attemptId] } }
  t.match(await ask(organizer, closed), { status: 409, body: { type: '/problems/results-known' } })
  const theirs = { id: randomUUID(), act, to: { attemptIds: [foreign.runningAttemptId] } }
  t.match(await ask(organizer, theirs), { status: 404 }, 'an attempt of another exam')
  t.match(await ask(foreign.people.organizer, { id: randomUUID(), act, to }), { status: 403 })
})
