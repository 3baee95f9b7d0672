import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { ScreeningSummary } from '../../src/domain/settlement/screening-summary.ts'
import { SYSTEM, scopeOf, write } from '../../src/store/scope.ts'
import { getExamScreening } from '../../src/store/views/screening.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { aText } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import { foundTwoBranches, type Signed } from '../support/two-branches.ts'

t.setTimeout(240_000)

const application = await startTestService(t)
const { server, deps } = application
const { own, foreign } = await foundTwoBranches(application)
const { organizer, administrator, auditor, superior, candidate, adviser } = own.people
const url = `/api/exams/${own.examId}/screening`

function get(caller: Signed, at = url) {
  return server.inject({ url: at, headers: { authorization: `Bearer ${caller.token}` } })
}

const FOUND: ScreeningSummary = {
  attempts: 60,
  fdr: 0.05,
  tiers: { strong: 2, review: 1, watch: 3 },
  indicators: [
    {
      id: 'similar-answers',
      family: 'similarity',
      name: aText('答案雷同', 'Similar answers'),
      source: 'van der Linden and Sotaridona (2006)',
      tested: 60,
      flagged: 2,
      threshold: null,
      corrected: true,
      histogram: [4, ...Array.from({ length: 19 }, () => 3)],
    },
  ],
  pairs: { basis: 'options', tested: 1770, flagged: 1, mean: 0.01, deviation: 0.98 },
  clusters: [{ kind: 'pair', size: 2 }],
  leaks: [{ itemId: 'I-1', q: 0.01, timeFactor: 0.6, evidence: aText('更快', 'faster') }],
  findings: [
    {
      pointer: '',
      item: null,
      severity: 'note',
      code: 'changes-too-few',
      message: aText('改动太少', 'too few changes'),
    },
  ],
}

const add = (number: number, content: ScreeningSummary, screenedAt: Date) =>
  write(deps.orm, (em) =>
    em.execute('insert into cohort_screening values (?, ?, ?, ?::jsonb, ?)', [
      own.examId,
      number,
      number - 1,
      JSON.stringify(content),
      screenedAt,
    ]),
  )

t.test('before attempts were compared there is nothing, and that is said', async (t) => {
  const answer = await get(organizer)
  t.equal(answer.statusCode, 200)
  t.strictSame(answer.json(), { screening: null })
})

t.test('the newest comparison is told whole, to organizers and auditors', async (t) => {
  const [first, second] = [new Date('2026-03-02T08:00:00Z'), new Date('2026-03-03T08:00:00Z')]
  await add(1, { ...FOUND, attempts: 59 }, first)
  await add(2, FOUND, second)
  const wanted = { screening: { ...FOUND, screenedAt: second.toISOString() } }
  for (const caller of [organizer, administrator, auditor, superior]) {
    const answer = await get(caller)
    t.equal(answer.statusCode, 200, caller.account)
    t.strictSame(answer.json(), wanted, caller.account)
  }
})

t.test('whom it does not concern learns nothing of it', async (t) => {
  for (const caller of [candidate, adviser, foreign.people.organizer, foreign.people.auditor]) {
    t.equal((await get(caller)).statusCode, 403, caller.account)
  }
  t.equal((await server.inject({ url })).statusCode, 401)
  t.equal((await get(organizer, `/api/exams/${randomUUID()}/screening`)).statusCode, 404)
  const asOf = (caller: Signed) =>
    scopeOf(
      {
        personId: caller.personId,
        loginId: '',
        unitPath: foreign.unit.path,
        grants: [
          { role: 'organizer' as const, unitId: foreign.unit.id, unitPath: foreign.unit.path },
        ],
      },
      ['organizer'],
    )
  const outside = getExamScreening(deps.sql, asOf(foreign.people.organizer), own.examId)
  await t.rejects(outside, { code: 'not-found' }, 'the database itself keeps others out')
  t.type(await getExamScreening(deps.sql, SYSTEM, own.examId), 'object')
})

t.test('what a real comparison keeps fits what is told', async (t) => {
  const closed = { ...deps, now: () => new Date(Date.now() + 400 * 86_400_000) }
  await screenExam(closed, foreign.examId)
  const answer = await get(foreign.people.organizer, `/api/exams/${foreign.examId}/screening`)
  t.equal(answer.statusCode, 200, answer.body)
  t.match(answer.json(), { screening: { attempts: Number, indicators: Array, findings: Array } })
  t.ok(answer.json().screening.indicators.length > 5)
  for (const person of Object.values(foreign.people)) {
    t.notOk(answer.body.includes(person.personId))
    t.notOk(answer.body.includes(person.name))
  }
  t.notOk(answer.body.includes(foreign.attemptId))
})
