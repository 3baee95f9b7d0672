import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { creditYear, startOfYear } from '../../src/domain/policy/credit-cycles.ts'
import type { PolicyDocument } from '../../src/domain/policy/policy.ts'
import type { UnitFacts } from '../../src/domain/policy/standing-facts.ts'
import type {
  ExplanationView,
  PolicyCheckView,
  StandingView,
} from '../../src/domain/policy/views.ts'
import { judgeResult } from '../../src/domain/settlement/policy-simulation/judge-result.ts'
import { settleAttempt } from '../../src/domain/settlement/settle-attempt.ts'
import { PolicyApprovalEntity } from '../../src/store/entities/policy.ts'
import { CaseEntity } from '../../src/store/entities/review.ts'
import { read, SYSTEM, write } from '../../src/store/scope.ts'
import { readHistories } from '../../src/store/settling/read-histories.ts'
import { listMyExams } from '../../src/store/views/candidate.ts'
import { readPastAttempts } from '../../src/store/views/past-attempts.ts'
import { closedExams, seatsOfExam } from '../../src/store/views/seats.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { evaluateEndedCycles } from '../../src/workflows/evaluate-ended-cycles.ts'
import { evaluateStandings } from '../../src/workflows/evaluate-standings.ts'
import { endExemption, exempt } from '../../src/workflows/exempt.ts'
import { loadExamPart, loadSettlementInput } from '../../src/workflows/load-settlement-input.ts'
import { loadStandingFacts } from '../../src/workflows/load-standing-facts.ts'
import { addPolicyVersion, approvePolicy } from '../../src/workflows/manage-policies.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { recordAttendance } from '../../src/workflows/record-attendance.ts'
import { saveEntries } from '../../src/workflows/save-entries.ts'
import { setTarget } from '../../src/workflows/set-target.ts'
import { startAttempt } from '../../src/workflows/start-attempt.ts'
import { aPolicy, aRule } from '../support/builders.ts'
import { startTestService } from '../support/test-service.ts'
import {
  addSigned,
  draftFor,
  foundTwoBranches,
  rightAnswers,
  type Signed,
} from '../support/two-branches.ts'

t.setTimeout(240_000)
const application = await startTestService(t)
const { deps, server } = application
const world = await foundTwoBranches(application)
const { own, content, founder } = world
const officer = own.people['policy-officer']

function call(method: 'GET' | 'POST', url: string, by: Signed, payload?: object) {
  return server.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    headers: { authorization: `Bearer ${by.token}` },
  })
}

const credits = (id: string, when: string, amount: number) =>
  aRule({ id, when, award: { kind: 'credits', amount } })

/** Puts a document in force long ago, as an installation that takes over from another does. */
async function carryOver(document: PolicyDocument): Promise<string> {
  const since = new Date('2020-01-01T00:00:00Z')
  const id = await addPolicyVersion(deps, null, { document, effectiveFrom: since })
  await write(deps.orm, async (em) => {
    em.create(PolicyApprovalEntity, {
      policyVersionId: id,
      approvedBy: founder.personId,
      approvedAt: since,
    })
  })
  return id
}

/** An exam that seven more candidates sat, each with fewer right answers than the one before. */
async function satExam(): Promise<string> {
  const sitting: Signed[] = []
  for (let number = 0; number < 7; number += 1) {
    const account = `sitting-${number}`
    sitting.push(await addSigned(application, { account, unit: own.office, by: founder.personId }))
  }
  const units = { unitId: own.unit.id, audienceUnitIds: [own.office.id] }
  const draft = draftFor(content, units, deps.now())
  const organizer = own.people.organizer.personId
  const examId = await draftExam(deps, organizer, { draft, simulated: false })
  await publishExam(deps, organizer, { examId, waiver: 'a test needs no notice' })
  for (const [index, candidate] of sitting.entries()) {
    const { attemptId } = await startAttempt(deps, candidate, examId)
    const right = await rightAnswers(deps, attemptId)
    const entries = right.slice(0, right.length - 4 * index)
    await saveEntries(deps, candidate.personId, { attemptId, entries })
    await submitAttempt(deps, candidate.personId, attemptId)
  }
  return examId
}

t.test('what a simulation says is what the rules do once an exam goes by them', async (t) => {
  const examId = await satExam()
  // Cleared ones, of which rules grant something, beside such as an open case holds.
  const cases = await write(deps.orm, (em) =>
    em.find(CaseEntity, { examId }, { orderBy: { openedAt: 'asc' } }),
  )
  const cleared = { finding: 'cleared', reasonCode: 'base-rate', note: '' } as const
  for (const { id: caseId } of cases.slice(0, 4)) {
    await decideCase(deps, own.people.auditor, { caseId, input: cleared })
  }
  const document = aPolicy({
    id: 'next',
    rules: [
      credits('some', 'passProbability > 0.5 && competenceCredits < 100', 3),
      credits('more', 'theta > 0.8', 8),
      aRule({ id: 'no', effect: 'withhold', when: 'answeredShare < 0.5' }),
    ],
  })
  const answer = await call('POST', '/api/policies/simulations', officer, {
    document,
    examIds: [examId],
  })
  const events = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const simulation = events.at(-1)?.simulation
  t.equal(events.at(-1)?.event, 'simulated', answer.body.slice(0, 300))
  t.equal(simulation.overall.n, 7)

  const past = await readPastAttempts(deps.sql, SYSTEM, {
    examIds: [examId],
    againstVersionId: null,
  })
  const granted = await write(deps.orm, async (em) => {
    const part = await loadExamPart(deps, em, examId)
    let count = 0
    for (const attempt of past.attempts) {
      const input = await loadSettlementInput({ ...part, policy: document }, em, attempt.id)
      const settled = settleAttempt(input)
      const facts = { ...attempt.facts, ...input.history }
      t.same(settled.outcome, judgeResult(document, { ...attempt, facts }).after)
      if (settled.outcome.effect === 'grant') count += 1
    }
    return count
  })
  t.equal(simulation.overall.after.count, granted)
  t.ok(granted > 0 && granted < past.attempts.length, `${granted} granted, others held`)
  t.ok(simulation.uncertainty.granted.low <= simulation.uncertainty.granted.mean)
  const foreign = await call('POST', '/api/policies/simulations', world.foreign.people.organizer, {
    document,
    examIds: [examId],
  })
  t.match(foreign.body, /not-found/, "another branch's results stay closed")
})

t.test('an outcome is explained to its candidate and its branch alike', async (t) => {
  const mine = await call('GET', `/api/attempts/${own.attemptId}/explanation`, own.people.candidate)
  const explained: ExplanationView = mine.json()
  t.match(explained, { subject: 'attempt', effect: 'hold', replayed: true })
  t.same(
    explained.decidedBy.map(({ id }) => id),
    ['probity:case-open'],
  )
  t.ok(
    explained.wouldChange.some(
      ({ fact, direction }) => fact === 'caseState' && direction === 'better',
    ),
  )
  const theirs = await call('GET', `/api/results/${own.attemptId}/explanation`, officer)
  t.same(theirs.json(), explained)
})

t.test('what had been before counts as it stands when an attempt begins', async (t) => {
  const { auditor, candidate } = own.people
  const input = { finding: 'cleared', reasonCode: 'base-rate', note: '' } as const
  await decideCase(deps, auditor, { caseId: own.caseId, input })
  const historyAt = (id: string, startedAt: Date) =>
    write(deps.orm, async (em) => {
      const asked = [{ id, candidateId: candidate.personId, startedAt }]
      return (await readHistories(em, asked)).get(id)
    })
  // So few items are never enough to pass by; here they are taken to be.
  await write(deps.orm, (em) =>
    em.execute(
      `insert into settlement (attempt_id, number, cause, scores, flags, facts, outcome,
         input_digest, settled_at)
       select attempt_id, number + 1, 'decision', jsonb_set(scores, '{passed}', 'true'), flags,
         facts, outcome, input_digest, settled_at
       from settlement where attempt_id = ? order by number desc limit 1`,
      [own.attemptId],
    ),
  )
  const later = new Date(deps.now().getTime() + 1000)
  const history = await historyAt(randomUUID(), later)
  t.match(history, {
    competenceCredits: 5,
    attendanceCredits: 0,
    earlierPasses: { sample: { count: 1 } },
  })
  const since = history?.earlierPasses['sample']?.monthsSince ?? -1
  t.ok(since > 0 && since < 0.01)
  const nothing = { competenceCredits: 0, attendanceCredits: 0, earlierPasses: {} }
  const before = new Date(deps.now().getTime() - 3_600_000)
  t.same(await historyAt(randomUUID(), before), nothing, 'nothing of what came after')
  t.match(await historyAt(own.attemptId, later), { competenceCredits: 0 }, 'nor its own credits')
})

t.test(
  'checks tell findings and what examples come to; nothing takes effect in the past',
  async (t) => {
    const document = aPolicy({ id: 'checked', rules: [aRule({ when: 'passProbability > 2.0' })] })
    const answer = await call('POST', '/api/policies/check', officer, { document })
    const checked: PolicyCheckView = answer.json()
    t.equal(checked.usable, true)
    t.match(checked.findings, [{ code: 'never-fires', severity: 'warning' }])
    const past = new Date(deps.now().getTime() - 3 * 86_400_000).toISOString()
    const refused = await call('POST', '/api/policies', officer, { document, effectiveFrom: past })
    t.match(refused.json(), { type: '/problems/policy-retroactive', status: 422 })
    const added = await call('POST', '/api/policies', officer, {
      document,
      effectiveFrom: deps.now().toISOString(),
    })
    t.match(added.json(), { state: 'awaiting-approval', mine: true, approved: false })
    const { policyVersionId } = added.json()
    await approvePolicy(deps, founder.personId, policyVersionId)
    const { policyVersions } = (await call('GET', '/api/policies', officer)).json()
    const row = policyVersions.find(
      (one: { policyVersionId: string }) => one.policyVersionId === policyVersionId,
    )
    t.equal(row.state, 'in-force')
    const other = await call('POST', '/api/policies', officer, {
      document: { ...document, subject: 'person', rules: [aRule()] },
      effectiveFrom: deps.now().toISOString(),
    })
    t.match(other.json(), { type: '/problems/policy-invalid' }, 'an id keeps its subject')
  },
)

/** Pages of a list are the list, each row once; narrowed, they are what fits of it. */
async function readInPages(t: Test, all: readonly StandingView[]): Promise<void> {
  const path = '/api/standings?policy=yearly'
  const paged: StandingView[] = []
  let asked = `${path}&limit=2`
  for (let pages = 0; pages <= all.length; pages += 1) {
    const { standings, total, next } = (await call('GET', asked, officer)).json()
    t.equal(total, all.length)
    paged.push(...standings)
    if (next === null) break
    asked = `${path}&limit=2&after=${next}`
  }
  t.same(paged, all)
  const [first] = all
  const name = first?.name.en ?? ''
  const named = (await call('GET', `${path}&search=${name.toUpperCase()}`, officer)).json()
  t.same(
    named.standings,
    all.filter((one) => one.name.en.includes(name)),
  )
  t.equal(named.total, named.standings.length)
  const held = (await call('GET', `${path}&effect=hold`, officer)).json()
  t.same(
    held.standings,
    all.filter(({ effect }) => effect === 'hold'),
  )
  t.same((await call('GET', `${path}&search=nobody-by-that-name`, officer)).json(), {
    ...{ standings: [], total: 0, next: null },
  })
  const id = all[0]?.standingId
  for (const after of ['nothing', '["2026","x","1"]', `["2026","\\u0000","${id}"]`]) {
    const cursor = Buffer.from(after).toString('base64url')
    const refused = await call('GET', `${path}&after=${cursor}`, officer)
    t.equal(refused.statusCode, 422)
  }
}

t.test('standings follow what was earned, by the version in force as a cycle began', async (t) => {
  const year = creditYear(deps.now().getTime())
  const rules = [
    aRule({ id: 'enough', when: 'credits >= 5', award: { kind: 'eligibility', of: 'first-rate' } }),
  ]
  await carryOver(aPolicy({ id: 'yearly', subject: 'person', attendanceShare: 1, rules }))
  const { colleague } = own.people
  const today = new Date(deps.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  await recordAttendance(deps, own.people.administrator.personId, {
    unitId: own.unit.id,
    csv: `account,day,hours,what\n${colleague.account},${today},8,lecture\n`,
    isTrial: false,
  })
  const asked = { policy: 'yearly', year, unitPath: own.office.path }
  const written = await evaluateStandings(deps, officer.personId, asked)
  t.ok(written >= 9)
  t.equal(await evaluateStandings(deps, officer.personId, asked), 0, 'what stays is not rewritten')
  const { standings } = (await call('GET', '/api/standings?policy=yearly', officer)).json()
  t.equal(standings.length, written)
  await readInPages(t, standings)
  const of = ({ personId }: Signed): StandingView =>
    standings.find((one: StandingView) => one.personId === personId)
  t.equal(of(own.people.candidate).effect, 'grant', 'by competence')
  t.ok(
    standings.some(({ effect }: StandingView) => effect === 'hold'),
    'where a review is open',
  )
  t.equal(of(colleague).effect, 'grant')
  const states = await write(deps.orm, (em) =>
    em.execute('select state from award where person_id = ? and origin like ?', [
      colleague.personId,
      'standing:yearly%',
    ]),
  )
  t.same(states, [{ state: 'granted' }])
  const { standings: mine } = (await call('GET', '/api/my/standings', colleague)).json()
  t.same(mine, [of(colleague)])
  const why = await call(
    'GET',
    `/api/my/standings/${of(colleague).standingId}/explanation`,
    colleague,
  )
  t.match(why.json(), {
    subject: 'person',
    replayed: true,
    wouldChange: [{ fact: 'credits', now: 8, instead: 4, direction: 'worse' }],
  })
  const eight = credits('eight', 'credits >= 8', 1)
  const stricter = aPolicy({ id: 'yearly', subject: 'person', attendanceShare: 1, rules: [eight] })
  const tried = await call('POST', '/api/policies/simulations', officer, {
    document: stricter,
    examIds: [],
    standings: { unitId: own.office.id, year },
  })
  const { simulation } = JSON.parse(tried.body.trim().split('\n').at(-1) ?? '')
  // Whoever has five credits is eligible by the rules in force, and by the others never.
  const earning = await write(deps.orm, (em) =>
    em.execute<{ person: string }[]>(
      `select person_id as person from credit_transaction
       join credit_posting using (origin, sequence) where account = 'available'
       group by person_id having sum(credit_posting.amount) >= 5`,
    ),
  )
  const known = new Set(standings.map(({ personId }: StandingView) => personId))
  const losing = { count: earning.filter(({ person }) => known.has(person)).length }
  t.ok(losing.count > 2)
  t.match(simulation, {
    subject: 'person',
    against: { policy: 'yearly', version: 1 },
    overall: { n: standings.length, gaining: { count: 1 }, losing },
    uncertainty: null,
  })
  const without = { ...stricter, rules, attendanceShare: 0 }
  const other = await call('POST', '/api/policies/simulations', officer, {
    document: without,
    examIds: [],
    standings: { unitId: own.office.id, year },
  })
  t.match(JSON.parse(other.body.trim().split('\n').at(-1) ?? '').simulation, {
    overall: { gaining: { count: 0 }, losing: { count: 1 } },
  })
  const [inForce] = standings
  const chosen = await call('POST', '/api/policies/simulations', officer, {
    document: { ...without, id: 'another' },
    againstVersionId: inForce.policyVersionId,
    examIds: [],
    standings: { unitId: own.office.id, year },
  })
  t.match(JSON.parse(chosen.body.trim().split('\n').at(-1) ?? '').simulation, {
    against: { policy: 'yearly', version: 1 },
    overall: { losing: { count: 1 } },
  })
  const late = aPolicy({ id: 'late', subject: 'person', rules })
  const added = { document: late, effectiveFrom: deps.now() }
  const lateId = await addPolicyVersion(deps, officer.personId, added)
  await t.rejects(
    approvePolicy(deps, own.people.organizer.personId, lateId),
    { code: 'not-allowed' },
    'a branch does not make rules for everybody',
  )
  await approvePolicy(deps, founder.personId, lateId)
  await t.rejects(
    evaluateStandings(deps, null, { ...asked, policy: 'late' }),
    { code: 'policy-retroactive' },
    'rules made during a cycle wait for the next',
  )
})

t.test('a unit that misses its target gets a talk, once the year has ended', async (t) => {
  const year = creditYear(deps.now().getTime())
  const { unit, office } = own
  const target = { year, participation: 1, shareAtLevel: 0.1 }
  const { personId } = own.people.administrator
  await setTarget(deps, personId, { unitId: office.id, target })
  const ended = { ...target, year: year - 1 }
  await t.rejects(
    setTarget(deps, personId, { unitId: office.id, target: ended }),
    { code: 'invalid-input' },
    'no target is set for a year that has ended',
  )
  const shipped = new URL(
    '../../question-banks/grassroots/policies/unit-talk.json',
    import.meta.url,
  )
  const document: PolicyDocument = JSON.parse(readFileSync(shipped, 'utf8'))
  await carryOver(document)
  const asked = { policy: document.id, year, unitPath: unit.path }
  t.ok((await evaluateStandings(deps, null, asked)) > 0)
  const tasks = () =>
    write(deps.orm, (em) =>
      em.execute<{ kind: string; unit: string }[]>(
        `select kind, unit_id as unit from human_task where origin like 'standing:' || ? || ':%'`,
        [document.id],
      ),
    )
  t.same(await tasks(), [], 'nobody is talked to while the year runs')
  const next = new Date(startOfYear(year + 1) + 86_400_000)
  const later = { ...deps, now: () => next }
  t.ok((await evaluateEndedCycles(later)) > 0, 'by itself, when the cycle has ended')
  t.same(await tasks(), [{ kind: 'talk', unit: office.id }])
  t.equal(await evaluateEndedCycles(later), 0, 'and once')
})

t.test('a review that ends long after its year still counts', async (t) => {
  const year = creditYear(deps.now().getTime())
  const long = { ...deps, now: () => new Date(startOfYear(year + 1) + 150 * 86_400_000) }
  t.equal(await evaluateEndedCycles(long), 0)
  const [held] = await write(deps.orm, (em) =>
    em.execute<{ person: string }[]>(
      `select person_id as person from standing join lateral (select max(number) as number
         from standing as other where other.key = standing.key) as latest using (number)
       where outcome ->> 'effect' = 'hold' and complete and unit_path = ? limit 1`,
      [own.office.path],
    ),
  )
  t.ok(held)
  await write(deps.orm, (em) =>
    em.execute(
      `insert into settlement (attempt_id, number, cause, scores, flags, facts, outcome,
         input_digest, settled_at)
       select distinct on (attempt_id) attempt_id, number + 1, 'decision', scores, flags,
         jsonb_set(facts, '{caseState}', '"decided"'), outcome, input_digest, settled_at
       from settlement where attempt_id in (select id from attempt where candidate_id = ?)
       order by attempt_id, number desc`,
      [held?.person ?? ''],
    ),
  )
  t.equal(await evaluateEndedCycles(long), 1)
  const { standings } = (
    await call('GET', `/api/standings?personId=${held?.person}`, officer)
  ).json()
  t.not(standings[0].effect, 'hold')
})

t.test('who was exempt when the window ended is not expected, as in bulletins', async (t) => {
  const { colleague, administrator } = own.people
  const [exam, ...exams] = await write(deps.orm, (em) =>
    em.execute<{ examId: string; closesAt: Date }[]>(
      `select exam_id as "examId", closes_at as "closesAt" from assignment
       join exam on exam.id = exam_id where person_id = ?`,
      [colleague.personId],
    ),
  )
  const year = creditYear(new Date(exam?.closesAt ?? 0).getTime())
  const later = { ...deps, now: () => new Date(startOfYear(year + 1) + 86_400_000) }
  const subjects = [{ id: own.office.id, unitId: own.office.id, unitPath: own.office.path }]
  const expected = async () => {
    const asked = { cycle: { from: year, to: year }, subjects }
    const facts = await loadStandingFacts(later, aPolicy({ subject: 'unit' }), asked)
    return (facts.get(own.office.id) as UnitFacts).expected
  }
  const before = await expected()
  for (const { examId } of [exam, ...exams].flatMap((one) => one ?? [])) {
    const { personId } = colleague
    const exemption = { examId, reason: 'seconded' }
    const exemptionId = await exempt(deps, administrator.personId, { personId, exemption })
    const ending = { personId, exemptionId, reason: 'back' }
    await endExemption(later, administrator.personId, ending)
  }
  t.equal(await expected(), before - 1)
  const mine = await listMyExams(deps.sql, colleague.personId, later.now())
  t.ok(mine.some(({ stage }) => stage === 'exempted'))
  t.notOk(
    mine.some(({ stage }) => stage === 'missed'),
    'and is told so',
  )
})

t.test('to be asked to a retraining is not to be awarded', async (t) => {
  const awardedBy = async (kind: string) => {
    await write(deps.orm, (em) =>
      em.execute(
        `insert into settlement (attempt_id, number, cause, scores, flags, facts, outcome,
           input_digest, settled_at)
         select attempt_id, number + 1, 'decision', scores, flags, facts,
           outcome || jsonb_build_object('effect', 'grant',
             'awards', jsonb_build_array(jsonb_build_object('kind', ?::text))),
           input_digest, settled_at
         from settlement where attempt_id = ? order by number desc limit 1`,
        [kind, own.attemptId],
      ),
    )
    return read(deps.sql, SYSTEM, async (tx) => {
      const to = new Date(deps.now().getTime() + 400 * 86_400_000)
      const exams = await closedExams(tx, { unitPath: own.office.path, from: new Date(0), to })
      const exam = exams.find(({ id }) => id === own.examId)
      const seats = exam ? await seatsOfExam(tx, exam) : []
      return seats.find(({ personId }) => personId === own.people.candidate.personId)?.awarded
    })
  }
  t.equal(await awardedBy('retraining'), false)
  t.equal(await awardedBy('certificate'), true)
})
