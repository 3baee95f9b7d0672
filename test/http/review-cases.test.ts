import t from 'tap'
import { attemptIdFor } from '../../src/domain/delivery/attempt.ts'
import type { WebhookInput } from '../../src/domain/policy/outbox.ts'
import { isSampled } from '../../src/domain/review/draw-sample.ts'
import type { CaseQueue, CaseRow } from '../../src/domain/review/queue-views.ts'
import type { MyAccuracy, ReviewStatistics } from '../../src/domain/review/statistics-views.ts'
import type { CaseView } from '../../src/domain/review/views.ts'
import { DECISIONS_A_DAY } from '../../src/domain/review/workload.ts'
import { ExamEntity, ExamSecretEntity } from '../../src/store/entities/exam.ts'
import {
  CaseAssignmentEntity,
  CaseEntity,
  KnownCaseEntity,
} from '../../src/store/entities/review.ts'
import { readStaffedCases } from '../../src/store/review/read-staffed-cases.ts'
import { inScope, SYSTEM, write } from '../../src/store/scope.ts'
import { writeCases } from '../../src/store/settling/write-settling.ts'
import { evidenceViews } from '../../src/store/views/evidence-looks.ts'
import { assignCases } from '../../src/workflows/assign-cases.ts'
import { dealKnownCase } from '../../src/workflows/deal-known-case.ts'
import { decideAppeal } from '../../src/workflows/decide-appeal.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { grantRole } from '../../src/workflows/manage-persons.ts'
import { addWebhook } from '../../src/workflows/manage-webhooks.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { addSigned, draftFor, foundTwoBranches, type Signed, sit } from '../support/two-branches.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date())
const application = await startTestService(t, clock)
const { deps, server } = application
const { own, foreign, content, founder } = await foundTwoBranches(application)
const { auditor, superior, candidate } = own.people
const second = await addAuditor('second')
const third = await addAuditor('third')
const ownAuditors = [auditor, second, third].map(({ personId }) => personId)
/** No seat brings a known case, or every one does. */
const without: Deps = { ...deps, randomHex: fixedChance('f') }
const withKnown: Deps = { ...deps, randomHex: fixedChance('0') }
const cleared = { finding: 'cleared', reasonCode: 'base-rate', note: 'seen' } as const

const sampled = await sampledExam()

function fixedChance(digit: string): Deps['randomHex'] {
  return (bytes) => (bytes === 6 ? digit.repeat(12) : deps.randomHex(bytes))
}

async function addAuditor(account: string): Promise<Signed> {
  const unit = { id: auditor.unitPath.split('/').at(-2) ?? '', path: auditor.unitPath }
  const by = founder.personId
  const signed = await addSigned(application, { account, unit, by })
  await grantRole(deps, by, { personId: signed.personId, role: 'auditor', unitId: own.unit.id })
  return signed
}

async function ask<T>(by: Signed, url: string, payload?: object) {
  const headers = { authorization: `Bearer ${by.token}` }
  const answer = payload
    ? await server.inject({ method: 'POST', url, headers, payload })
    : await server.inject({ url, headers })
  return { status: answer.statusCode, body: answer.json<T>(), text: answer.body }
}
const queueOf = async (by: Signed, state = 'open') =>
  (await ask<CaseQueue>(by, `/api/cases?state=${state}`)).body
const seatsAt = (caseId: string) =>
  write(deps.orm, (em) =>
    em.find(CaseAssignmentEntity, { caseId }, { orderBy: { assignedAt: 'asc' } }),
  )

/** An exam of the branch that six new candidates sat within a second; the lot falls on three. */
async function sampledExam(): Promise<{ examId: string; attemptIds: string[] }> {
  const cadres: Signed[] = []
  for (let number = 1; number <= 6; number += 1) {
    const unit = own.office
    cadres.push(
      await addSigned(application, { account: `cadre-${number}`, unit, by: founder.personId }),
    )
  }
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, clock.now())
  const reviewRules = { opensAt: 3, sampleShare: 0.5 }
  const by = own.people.organizer.personId
  const examId = await draftExam(deps, by, {
    draft: { ...draft, decisionsNeeded: 2, reviewRules },
    simulated: false,
  })
  const attemptIds = cadres.map(({ personId }) => attemptIdFor(examId, personId, 1))
  const randomHex = (bytes: number) =>
    bytes === 32 ? secretDrawing(attemptIds, 3) : deps.randomHex(bytes)
  await publishExam({ ...deps, randomHex }, by, { examId, waiver: 'a test needs no notice' })
  for (const cadre of cadres) await sit(deps, cadre, examId)
  return { examId, attemptIds }
}

/** A secret by which the lot, at one half, falls on so many of the attempts. */
function secretDrawing(attemptIds: readonly string[], count: number): string {
  for (;;) {
    const secretHex = deps.randomHex(32)
    const drawn = attemptIds.filter((attemptId) => isSampled({ secretHex, attemptId, share: 0.5 }))
    if (drawn.length === count) return secretHex
  }
}

t.test('seats are given after ten minutes, never on a line with the candidate', async (t) => {
  clock.advance(5 * 60)
  t.equal(await assignCases(without), 0, 'whoever is at hand may take a seat')
  const before = await queueOf(auditor)
  t.match(
    before.cases.map(({ mine }) => mine),
    ['free'],
  )
  clock.advance(6 * 60)
  t.equal(await assignCases(without), 2, 'one seat at each of two cases')
  t.equal(await assignCases(without), 0, 'and no more')
  const [seat] = await seatsAt(own.caseId)
  t.ok(seat && ownAuditors.includes(seat.auditorId), 'neither the superior nor another branch')
  const [other] = await seatsAt(foreign.caseId)
  t.equal(other?.auditorId, foreign.people.auditor.personId)
  t.same((await queueOf(superior)).cases, [])
})

t.test('an overdue seat goes to somebody else, whose case it is then', async (t) => {
  const [first] = await seatsAt(own.caseId)
  clock.advance(8 * 86_400)
  t.equal(await assignCases(without), 1, 'where nobody else may sit the seat stays')
  const seats = await seatsAt(own.caseId)
  t.equal(seats.length, 2)
  t.match(seats[1], { cause: 'overdue', replaces: first?.id })
  t.not(seats[1]?.auditorId, first?.auditorId)
  const late = [auditor, second, third].find(({ personId }) => personId === first?.auditorId)
  const taking = decideCase(deps, late as Signed, { caseId: own.caseId, input: cleared })
  await t.rejects(taking, { code: 'seat-taken' })
  const now = [auditor, second, third].find(({ personId }) => personId === seats[1]?.auditorId)
  const queue = await queueOf(now as Signed)
  t.match(queue.cases, [{ id: own.caseId, mine: 'assigned', weight: null, origin: null }])
  t.match(queue.workload, { assigned: 1, overdue: 0, decidedToday: 0, dayLimit: DECISIONS_A_DAY })
  const decided = await ask<CaseView>(now as Signed, `/api/cases/${own.caseId}/decisions`, cleared)
  t.equal(decided.status, 201)
  t.match(decided.body, { state: 'decided', origin: 'evidence', finding: 'cleared' })
  t.ok((decided.body.weight ?? 0) >= 1)
})

t.test('the lot falls where the secret says, holds no award, and is told to nobody', async (t) => {
  clock.advance(2 * 86_400)
  const url = 'https://other-system.example/hook'
  const topics: WebhookInput['topics'] = ['case-opened']
  await addWebhook(deps, founder.personId, { url, topics, unitId: own.unit.id })
  await screenExam(deps, sampled.examId)
  const secret = await write(deps.orm, (em) =>
    em.findOneOrFail(ExamSecretEntity, { examId: sampled.examId }),
  )
  const drawn = sampled.attemptIds.filter((attemptId) =>
    isSampled({ secretHex: secret.secretHex, attemptId, share: 0.5 }),
  )
  const cases = await write(deps.orm, (em) => em.find(CaseEntity, { examId: sampled.examId }))
  t.equal(drawn.length, 3)
  t.same(cases.map(({ attemptId }) => attemptId).toSorted(), drawn.toSorted())
  t.ok(cases.every(({ origin }) => origin === 'sample'))
  const messages = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ payload: { caseId: string } }[]>`
      select payload from outbox_message where topic = 'case-opened'`,
  )
  t.same(
    messages.map(({ payload }) => payload.caseId).toSorted(),
    cases.map(({ id }) => id).toSorted(),
    'other systems are told of a case by lot as of any other',
  )
  const settled = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ facts: object; outcome: object }[]>`
      select distinct on (attempt_id) facts, outcome from settlement
      where attempt_id = any(${sampled.attemptIds}::uuid[]) order by attempt_id, number desc`,
  )
  t.equal(settled.length, 6)
  t.ok(settled.every(({ facts }) => (facts as { caseState: string }).caseState === 'none'))
})

/** What no auditor may read of a case that is open, whoever asks and wherever. */
async function tellTales(): Promise<string[]> {
  const rows = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; candidate: string; name: string; account: string }[]>`
      select attempt.id, candidate_id as candidate, name, account
      from attempt join person on person.id = candidate_id`,
  )
  const told = rows.flatMap((row) => Object.values(row))
  const origins = ['sample', 'known', 'evidence', 'clean', 'misconduct'].map((it) => `:"${it}"`)
  return [...told, own.unit.id, own.office.id, foreign.unit.id, ...origins]
}

t.test('known cases stand among the others, and nothing tells which they are', async (t) => {
  clock.advance(11 * 60)
  const given = await assignCases(withKnown)
  const known = await write(deps.orm, (em) => em.find(KnownCaseEntity, {}))
  const cases = await write(deps.orm, (em) => em.find(CaseEntity, { examId: sampled.examId }))
  t.equal(given, 2 * cases.length)
  t.equal(known.length, given)
  const loads = [auditor, second, third].map(
    ({ personId }) => known.filter(({ auditorId }) => auditorId === personId).length,
  )
  t.ok(Math.max(...loads) - Math.min(...loads) <= 1, `evenly: ${loads.join(', ')}`)
  const final = await write(deps.orm, (em) => em.findOne(ExamEntity, { id: sampled.examId }))
  for (const { closedAt, openedAt, statements } of known) {
    t.ok(closedAt <= openedAt, 'an attempt is closed before its case is opened')
    const answers = statements.map(({ at }) => at)
    t.ok(
      answers.every((at) => Date.parse(at) >= Number(final?.finalAt)),
      'no answer untold',
    )
  }
  const tales = await tellTales()
  const shapes = new Set<string>()
  for (const by of [auditor, second, third]) {
    const { body, text } = await ask<CaseQueue>(by, '/api/cases')
    const open = body.cases.filter(({ state }) => state === 'open')
    const mine = known.filter(({ auditorId }) => auditorId === by.personId)
    t.equal(open.length, mine.length * 2, 'as many known as others, since all bring one')
    t.notOk(open.some(({ id }) => known.some((one) => one.id === id && !mine.includes(one))))
    for (const { id } of open) {
      const seen = await ask<CaseView>(by, `/api/cases/${id}`)
      t.equal(seen.status, 200, seen.text.slice(0, 200))
      t.equal(seen.body.mayDecide, true)
      shapes.add(shapeOf(seen.body))
      t.notOk(seen.body.flagDetails.some((flag) => 'weight' in flag))
      for (const tale of tales) t.notOk(seen.text.includes(tale), `a case tells ${tale}`)
    }
    for (const tale of tales) t.notOk(blindRows(text).includes(tale), `the queue tells ${tale}`)
  }
  t.equal(shapes.size, 1, 'real and known ones are built alike')
})

/** The open rows of a queue, without the words that are their fields' names. */
function blindRows(text: string): string {
  const { cases } = JSON.parse(text) as CaseQueue
  return JSON.stringify(cases.filter(({ state }) => state === 'open'))
}

/** Names and kinds of everything at the top, and whether it is null. */
function shapeOf(view: CaseView): string {
  return JSON.stringify(
    Object.entries(view)
      .filter(([name]) => name !== 'finding')
      .map(([name, value]) => [name, value === null ? null : typeof value])
      .toSorted(),
  )
}

t.test("a known case is its auditor's alone, settles nothing and measures", async (t) => {
  const all = await write(deps.orm, (em) => em.find(KnownCaseEntity, {}))
  const known = all.find(({ auditorId }) => auditorId === auditor.personId)
  const url = `/api/cases/${known?.id}`
  t.equal((await ask(second, url)).status, 404)
  t.equal((await ask(second, `${url}/decisions`, cleared)).status, 404)
  const wrongReason = { ...cleared, reasonCode: 'network' }
  t.equal((await ask(auditor, `${url}/decisions`, wrongReason)).status, 422)
  const decided = await ask<CaseView>(auditor, `${url}/decisions`, cleared)
  t.equal(decided.status, 201, decided.text.slice(0, 200))
  t.match(decided.body, {
    state: 'decided',
    origin: 'known',
    truth: known?.truth,
    mayDecide: false,
  })
  t.equal((await ask(auditor, `${url}/decisions`, cleared)).status, 409)
  const { body } = await ask<MyAccuracy>(auditor, '/api/review/my-accuracy')
  const right = known?.truth === 'clean' ? 1 : 0
  t.equal(body.known.decided, 1)
  t.equal(body.known[right ? 'specificity' : 'sensitivity']?.count, right)
  t.equal((await ask<MyAccuracy>(second, '/api/review/my-accuracy')).body.known.decided, 0)
})

/** Open cases of the own branch, known ones among them. */
async function openOfAllKinds(): Promise<number> {
  const [row] = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ open: number }[]>`
      select ((select count(*) from review_case where finding is null and exam_id
          = any(${[own.examId, sampled.examId]}::uuid[])) + (select count(*) from known_case
        where not exists (select 1 from known_decision where case_id = known_case.id)))::int
        as open`,
  )
  return row?.open ?? 0
}

t.test('what a sample finds counts; who disagrees calls a third, unseen by both', async (t) => {
  const cases = await write(deps.orm, (em) => em.find(CaseEntity, { examId: sampled.examId }))
  const [chosen] = cases
  if (!chosen) throw new Error('the lot fell on nobody')
  const seats = await seatsAt(chosen.id)
  const [one, two] = [auditor, second, third].filter(({ personId }) =>
    seats.some(({ auditorId }) => auditorId === personId),
  ) as [Signed, Signed]
  const last = [auditor, second, third].find((by) => by !== one && by !== two) as Signed
  const url = `/api/cases/${chosen.id}/decisions`
  const found = { finding: 'invalidated', reasonCode: 'help-confirmed', note: 'told so' } as const
  const [planted] = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from known_case where auditor_id = ${one.personId}
        and not exists (select 1 from known_decision where case_id = known_case.id) limit 1`,
  )
  for (const id of [chosen.id, planted?.id]) {
    const early = await ask<{ type: string }>(one, `/api/cases/${id}/decisions`, found)
    t.match(early, { status: 409, body: { type: '/problems/not-heard' } }, 'known or not')
  }
  clock.advance(3 * 86_400)
  t.equal((await ask(one, url, found)).status, 201)
  const blind = await ask<CaseView>(two, `/api/cases/${chosen.id}`)
  t.same(blind.body.decisionDetails, [])
  const looks = async () =>
    (await evidenceViews(deps.sql, chosen.attemptId)).filter(({ what }) => what === 'case').length
  t.equal(await looks(), 0, 'a candidate drawn by lot is not told before it is decided')
  t.equal(blind.body.decisions, null)
  t.notOk(blind.text.includes('told so'))
  t.equal((await ask(last, url, found)).status, 409, 'both seats are taken')
  clock.advance(60)
  t.equal((await ask(two, url, cleared)).status, 201)
  clock.advance(60)
  t.equal(await assignCases(without), 1)
  t.match((await seatsAt(chosen.id)).at(-1), { cause: 'third', auditorId: last.personId })
  const unbiased = await ask<CaseView>(last, `/api/cases/${chosen.id}`)
  t.same(unbiased.body.decisionDetails, [], 'the third is blinded, too')
  const done = await ask<CaseView>(last, url, found)
  t.match(done.body, { state: 'decided', finding: 'invalidated', origin: 'sample', decisions: 3 })
  t.ok((await looks()) > 0, 'and then they are')
  const { body } = await ask<ReviewStatistics>(auditor, '/api/review/statistics')
  t.match(body.agreement, { cases: 1, agreed: { count: 0, total: 1 }, kappa: null })
  t.match(body.known, { decided: 1 })
  const open = await openOfAllKinds()
  t.match(body.open, { cases: open, overdue: 0 }, 'open ones are not told apart')
  const origins = body.origins.map(({ origin }) => origin).toSorted()
  t.same(origins, ['evidence', 'known', 'sample'])
  t.equal(body.simulated, false)
})

t.test('enough is enough for a day; the next begins at midnight', async (t) => {
  const { cases } = await queueOf(third)
  const mine = (row: CaseRow) => row.mine === 'assigned'
  const [next] = cases.filter(mine)
  if (!next) throw new Error('the third auditor has nothing to do')
  const { workload } = await queueOf(third)
  await inScope(deps.sql, SYSTEM, async (tx) => {
    for (let count = workload.decidedToday; count < DECISIONS_A_DAY; count += 1) {
      const [row] = await tx`
        insert into known_case select gen_random_uuid(), exam_id, ${third.personId}, unit_path,
          gen_random_uuid()::text, scenario, truth, seed, form, entries, statements, flags, weight,
          decisions_needed, started_at, closed_at, opened_at, due_at from known_case limit 1
        returning id`
      await tx`insert into known_decision
        values (${row?.['id']}, 'cleared', 'base-rate', '', ${clock.now()})`
    }
  })
  const url = `/api/cases/${next.id}/decisions`
  const tired = await ask<{ type: string }>(third, url, cleared)
  t.match(tired, { status: 409, body: { type: '/problems/rest-needed' } })
  const hearing = { ...cleared, explanation: 'heard by somebody tired' }
  const heard = decideAppeal(deps, third, { caseId: next.id, input: hearing })
  await t.rejects(heard, { code: 'rest-needed' }, 'an appeal is a decision, too')
  t.equal((await queueOf(third)).workload.decidedToday, DECISIONS_A_DAY)
  clock.advance(86_400)
  t.equal((await ask(third, url, cleared)).status, 201)
})

t.test('candidates read the rules of review before they start', async (t) => {
  const { body } = await ask<{ review: { en: string }[] }>(
    candidate,
    `/api/my/exams/${sampled.examId}/notice`,
  )
  t.equal(body.review.length, 2)
  t.match(body.review[0]?.en, /1000 to 1/)
  t.match(body.review[1]?.en, /about 50 in 100/)
})

t.test('by evidence a case by lot is opened anew: its candidate is told only now', async (t) => {
  const open = { examId: sampled.examId, finding: null }
  const [found] = await write(deps.orm, (em) => em.find(CaseEntity, open))
  if (!found) throw new Error('every case by lot is decided')
  const { id, attemptId, examId, candidateId, unitPath, code, decisionsNeeded } = found
  const same = { id, attemptId, examId, candidateId, unitPath, code, decisionsNeeded }
  const [openedAt, dueAt] = [clock.now(), new Date(clock.now().getTime() + 86_400_000)]
  const told = { origin: 'evidence' as const, weight: 3.5, openedAt, dueAt }
  await write(deps.orm, (em) => writeCases(em, [{ ...same, ...told }]))
  t.match(await write(deps.orm, (em) => em.findOne(CaseEntity, { id })), told)
})

t.test('while an exam runs, a known attempt is closed when its case is opened', async (t) => {
  const [reviewed] = await write(deps.orm, (em) => readStaffedCases(em, [own.caseId]))
  if (!reviewed) throw new Error('there is no case')
  const { openedAt, dueAt, examId } = reviewed
  await dealKnownCase(deps, { auditorId: third.personId, reviewed, dueAt })
  const known = await write(deps.orm, (em) => em.findOneOrFail(KnownCaseEntity, { examId }))
  t.same(known.closedAt, openedAt, 'as a real one is')
  t.ok(known.startedAt < known.closedAt)
})
