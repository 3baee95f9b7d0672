import t from 'tap'
import type { ExamAnalysis, ItemReport } from '../../src/domain/settlement/analysis-views.ts'
import type { GapMap } from '../../src/domain/settlement/gap-views.ts'
import { read, SYSTEM } from '../../src/store/scope.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server } = application
const { own, foreign } = await foundTwoBranches(application)
const { organizer, adviser, auditor, candidate } = own.people
const exam = `/api/exams/${own.examId}`

function get(url: string, caller: Signed) {
  return server.inject({ url, headers: { authorization: `Bearer ${caller.token}` } })
}

t.test('one attempt gives a map and an analysis that show nobody', async (t) => {
  for (const caller of [organizer, adviser]) {
    const map: GapMap = (await get(`${exam}/gaps`, caller)).json()
    t.equal(map.groups.length, 1)
    t.ok(map.groups.every(({ cells }) => cells.every(({ shown }) => shown === null)))
    t.same(map.training, [])
  }
  const analysis: ExamAnalysis = (await get(`${exam}/analysis`, organizer)).json()
  t.match(analysis, { reliability: null, fairness: [], attention: [] })
  t.match(
    analysis.dif.map(({ kind, reference, groups, items }) => [kind, reference, groups, items]),
    ['rank', 'unit', 'age', 'language'].map((kind) => [kind, null, [], []]),
  )
  t.equal(
    analysis.persons.reduce((sum, { count }) => sum + count, 0),
    1,
  )
  const report: ItemReport = (await get(`${exam}/items/I-1`, organizer)).json()
  t.match(report, { itemId: 'I-1', correctShare: null, options: [], remarks: [] })
})

t.test('an item the bank lacks, and a reader it is not for', async (t) => {
  t.equal((await get(`${exam}/items/I-999`, organizer)).statusCode, 404)
  for (const path of ['gaps', 'analysis', 'items/I-1']) {
    for (const caller of [auditor, candidate, foreign.people.organizer]) {
      t.equal((await get(`${exam}/${path}`, caller)).statusCode, 403, `${path} ${caller.account}`)
    }
  }
  t.equal((await get(`${exam}/analysis`, adviser)).statusCode, 403, 'advisers see what to train')
})

t.test('the candidate is told what to read, and no provision of an item', async (t) => {
  const answer = await get(`/api/attempts/${own.attemptId}/result`, candidate)
  t.equal(answer.statusCode, 200)
  const { result } = answer.json()
  t.ok(result.competencies.length > 0)
  for (const { practice } of result.competencies) {
    t.ok(practice.rules.length > 0)
    t.notMatch(JSON.stringify(practice), /Article/)
  }
})

t.test('a birth year is told to administrators only, and never written down', async (t) => {
  const { administrator } = own.people
  const answer = await server.inject({
    method: 'PATCH',
    url: `/api/persons/${candidate.personId}`,
    headers: { authorization: `Bearer ${administrator.token}` },
    payload: { birthYear: 1987 },
  })
  t.equal(answer.json().birthYear, 1987)
  const seenBy = async (caller: Signed) => {
    const { persons } = (await get('/api/persons?limit=200', caller)).json()
    return persons.find(({ id }: { id: string }) => id === candidate.personId)
  }
  t.equal((await seenBy(administrator)).birthYear, 1987)
  t.notOk('birthYear' in (await seenBy(adviser)), 'advisers see persons, not their age')
  const log = await read(
    application.deps.sql,
    SYSTEM,
    (tx) => tx`select detail from log_entry where act = 'person-changed'`,
  )
  t.match(JSON.stringify(log), /birthYear/)
  t.notMatch(JSON.stringify(log), /1987/)
})
