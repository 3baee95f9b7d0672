import t from 'tap'
import type { ConflictView } from '../../src/domain/scheduling/conflict-view.ts'
import { aBlueprint } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { own, content } = await foundTwoBranches(application)
/** The bank has 40 items of this cell. */
const needing = (itemCount: number) =>
  aBlueprint({ cells: [{ competency: 'rules', level: 'know', itemCount }] })

async function conflictOf(blueprint: object) {
  const answer = await application.server.inject({
    method: 'POST',
    url: '/api/exam-conflicts',
    payload: { bankVersionId: content.bankVersionId, blueprint },
    headers: { authorization: `Bearer ${own.people.organizer.token}` },
  })
  t.equal(answer.statusCode, 200, answer.body)
  return answer.json<ConflictView>()
}

t.test('what the bank can give is no conflict', async (t) => {
  t.match(await conflictOf(needing(20)), { outcome: 'assembled', demands: [], repairs: [] })
})

t.test('what it cannot give is named, with repairs that were tried', async (t) => {
  const found = await conflictOf(needing(43))
  t.equal(found.outcome, 'infeasible')
  t.equal(found.minimal, true)
  t.same(
    found.demands.map(({ pointer }) => pointer),
    ['/cells/0/itemCount'],
  )
  t.ok(found.repairs.length >= 1)
  for (const { message, verified } of found.repairs) {
    t.equal(verified, true)
    t.match(message.en, /\b(3|40)\b/, 'three items more, or three fewer')
    t.match(message['zh-CN'], /3|40/)
  }
})

t.test('demands that only together fail are named together', async (t) => {
  const types = [{ type: 'single-choice' as const, max: 5 }]
  const found = await conflictOf({ ...needing(20), constraints: { types } })
  t.equal(found.outcome, 'infeasible')
  t.same(found.demands.map(({ pointer }) => pointer).toSorted(), [
    '/cells/0/itemCount',
    '/constraints/types/0/max',
  ])
})

t.test('a bank version there is none of is not found, wherever it is asked for', async (t) => {
  const asked = { bankVersionId: own.unit.id, blueprint: needing(20) }
  const orders = {
    '/api/exam-conflicts': {},
    '/api/exam-previews': {},
    '/api/exam-assemblies': { formCount: 1 },
  }
  for (const [url, more] of Object.entries(orders)) {
    const answer = await application.server.inject({
      method: 'POST',
      url,
      payload: { ...asked, ...more },
      headers: { authorization: `Bearer ${own.people.organizer.token}` },
    })
    t.match(answer.json(), { status: 404, type: '/problems/not-found' }, url)
  }
})
