import t from 'tap'
import { Value } from 'typebox/value'
import { AccommodationView } from '../../src/domain/organization/accommodation.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server } = application
const { own, founder } = await foundTwoBranches(application)
const { administrator, colleague, organizer } = own.people
const url = `/api/persons/${colleague.personId}/accommodation`
const REASON = '右手骨折'
const approved = { extraTimeShare: 0.25, assistiveTechnology: true, reason: REASON }

async function ask(by: Signed, at: string, payload?: object) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = payload
    ? await server.inject({ method: 'PUT', url: at, headers, payload })
    : await server.inject({ url: at, headers })
  return { status: answer.statusCode, text: answer.body, body: answer.json() }
}

t.test('what is approved is told with who, when and why, newest first', async (t) => {
  const current = { extraTimeShare: 0, assistiveTechnology: false }
  t.same((await ask(administrator, url)).body, { current, history: [] })
  const first = await ask(founder, url, approved)
  t.equal(first.status, 200)
  t.same(first.body.reach, { exams: 1, extended: 1 }, 'the colleague is working')
  t.ok(Value.Check(AccommodationView, first.body.accommodation))
  const none = { ...current, reason: '已康复' }
  t.match((await ask(administrator, url, none)).body.reach, { exams: 0, extended: 0 })
  const { body } = await ask(administrator, url)
  t.same(body.current, current)
  t.match(body.history, [
    { number: 2, reason: '已康复', by: { name: administrator.name } },
    { number: 1, ...approved, by: { name: founder.name } },
  ])
})

t.test('what can be no approval is refused, and so is one’s own', async (t) => {
  const wrong = [
    { extraTimeShare: 3.5 },
    { reason: ' ' },
    { assistiveTechnology: null },
    { more: 1 },
  ]
  for (const change of wrong) {
    t.equal((await ask(administrator, url, { ...approved, ...change })).status, 422)
  }
  const ownUrl = `/api/persons/${administrator.personId}/accommodation`
  t.equal((await ask(administrator, ownUrl, approved)).status, 403)
})

t.test('organizers read that there is more time, candidates too, and nobody why', async (t) => {
  const record = await ask(organizer, `/api/exams/${own.examId}/conduct`)
  t.match(record.body.acts, [{ kind: 'extend', by: { name: founder.name }, reached: 1 }])
  const attempt = await ask(colleague, `/api/attempts/${own.runningAttemptId}`)
  t.match(attempt.body, { notices: [{ kind: 'extend' }], measuresRhythm: false })
  const notice = await ask(colleague, `/api/my/exams/${own.examId}/notice`)
  for (const { text } of [record, attempt, notice]) t.notMatch(text, REASON)
})
