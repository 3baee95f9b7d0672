import t from 'tap'
import { isSigned } from '../../src/cli/is-signed.ts'
import { sealFaults } from '../../src/domain/settlement/bundle-seal.ts'
import { checkBundle } from '../../src/domain/settlement/check-bundle.ts'
import type { BundledRecord } from '../../src/domain/settlement/exam-bundle.ts'
import { recordFaults } from '../../src/domain/settlement/record-faults.ts'
import { replaySettlements } from '../../src/domain/settlement/replay-settlements.ts'
import { AssignmentEntity } from '../../src/store/entities/exam.ts'
import { SYSTEM, write } from '../../src/store/scope.ts'
import { getCase } from '../../src/store/views/case.ts'
import { getExam } from '../../src/store/views/exams.ts'
import { getResult } from '../../src/store/views/result.ts'
import { decideAppeal } from '../../src/workflows/decide-appeal.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { exportBundle } from '../../src/workflows/export-bundle.ts'
import { fileAppeal } from '../../src/workflows/file-appeal.ts'
import { addUnit } from '../../src/workflows/manage-units.ts'
import { planRetest } from '../../src/workflows/plan-retest.ts'
import { screenAgain, screenExam } from '../../src/workflows/screen-exam.ts'
import type { Candidate } from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { mutantsOf } from '../support/mutants.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { aVerifiedExam } from './fixtures/verified-exam.ts'

t.setTimeout(240_000)

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await aVerifiedExam(deps, clock, { decisionsNeeded: 1 })
const { examId: verifiedId, unmeasured: given, candidates, organizer, auditor } = exam
const { bankVersionId, sits, end, planned, aRetest, caseOf, outcomeOf } = exam
/** Who decides what follows a case that `auditor` decided. */
const [another] = exam.others
const [asked, other, third] = candidates as [Candidate, Candidate, Candidate]

const calledTo = (examId: string) =>
  write(deps.orm, (em) => em.find(AssignmentEntity, { examId }, { orderBy: { personId: 'asc' } }))
const retestsOf = (personId: string) => exam.retestsOf(personId, attempts.get(personId) as string)
const attempts = new Map<string, string>()

t.test('whom auditors asked is called, and others by lot', async (t) => {
  for (const one of candidates) attempts.set(one.personId, await sits(verifiedId, one, true))
  await t.rejects(planRetest(deps, organizer, planned()), { code: 'invalid-input' })
  await end(verifiedId)
  const attemptId = attempts.get(asked.personId) as string
  clock.advance(4 * 86_400)
  const found = await caseOf(attemptId)
  if (!found) return t.fail('nobody looks at answers within milliseconds')
  const input = { finding: 're-test', reasonCode: 'doubt-remains', note: '' } as const
  await decideCase(deps, auditor, { caseId: found.id, input })
  t.match(await outcomeOf(asked.personId, attemptId), {
    state: 'held',
    decidedBy: [{ id: 'probity:re-test' }],
  })
})

t.test('a plan of it calls by finding and by lot, and tells after the screening', async (t) => {
  const examId = await planRetest(deps, organizer, planned())
  const view = await getExam(deps.sql, SYSTEM, { examId, now: deps.now() })
  t.match(view, { verifies: { examId: verifiedId, share: 0.1 }, releaseResults: 'after-screening' })
})

t.test(
  'a re-test that bears the attempt out: people decide, and awards are released',
  async (t) => {
    const examId = await aRetest(0.05)
    const called = (await calledTo(examId)).map(({ personId }) => personId)
    t.ok(called.includes(asked.personId), 'the finding calls')
    t.ok(called.length < candidates.length, 'a small lot does not call everybody')
    const again = await sits(examId, asked, true)
    t.same(await retestsOf(asked.personId), [], 'nothing before the re-test is final')
    const verified = attempts.get(asked.personId) as string
    await end(examId)
    t.match(await outcomeOf(asked.personId, again), {
      state: 'withheld',
      decidedBy: [{ id: 'probity:verification' }],
    })
    const [retest] = await retestsOf(asked.personId)
    t.match(retest, { verified: { attemptId: verified }, retest: { attemptId: again }, gap: null })
    t.equal(retest?.comparison?.differs, false)
    t.same((await getResult(deps, asked.personId, again)).retests, [retest], 'told on both sides')
    const following = await caseOf(verified)
    t.match(following, { round: 2, origin: 're-test', finding: null, examId: verifiedId })
    const held = await outcomeOf(asked.personId, verified)
    t.match(held, { state: 'held', decidedBy: [{ id: 'probity:case-open' }] }, 'nothing by itself')
    const { review } = await getResult(deps, asked.personId, verified)
    t.match(review, { state: 'open', origin: 're-test', earlier: [{ code: 're-test' }] })
    const caseId = following?.id ?? ''
    const blind = await getCase(deps, SYSTEM, { auditor: another, caseId })
    t.equal(blind.mayDecide, true)
    const former = await getCase(deps, SYSTEM, { auditor, caseId })
    t.equal(former.mayDecide, false, 'who judged it before leaves it to others')
    t.match(blind.retests, [{ gap: null, comparison: { differs: false } }])
    const ids = [verified, again, asked.personId]
    const text = JSON.stringify(blind)
    t.notOk(
      ids.some((id) => text.includes(id)),
      'no id tells whose case it is',
    )
    const input = { finding: 'cleared', reasonCode: 'fast-but-competent', note: '' } as const
    await t.rejects(decideCase(deps, auditor, { caseId, input }), { code: 'seat-taken' })
    await decideCase(deps, another, { caseId, input })
    t.match(await outcomeOf(asked.personId, verified), { state: 'granted' })
    const absent = called.filter((id) => id !== asked.personId)
    for (const id of absent) t.match(await retestsOf(id), [{ gap: 'absent', comparison: null }])
  },
)

t.test('a re-test that differs opens a case of whom nobody asked', async (t) => {
  const examId = await aRetest(1)
  t.equal((await calledTo(examId)).length, candidates.length)
  const verified = attempts.get(other.personId) as string
  const before = await caseOf(verified)
  const input = { finding: 'inconclusive', reasonCode: 'evidence-too-thin', note: '' } as const
  await decideCase(deps, auditor, { caseId: before?.id ?? '', input })
  for (const one of candidates) await sits(examId, one, one !== other)
  await end(examId)
  const [retest] = await retestsOf(other.personId)
  t.match(retest?.comparison, { differs: true, right: 0 })
  t.ok((retest?.comparison?.difference ?? 0) > 0)
  t.match(await caseOf(verified), { round: 2, origin: 're-test', finding: null })
  t.match(await caseOf(attempts.get(asked.personId) as string), { round: 2, finding: 'cleared' })
  const rounds = await Promise.all([...attempts.values()].map(caseOf))
  t.equal(rounds.filter((found) => found?.round === 2).length, 2, 'of nobody else')
  const told = await retestsOf(other.personId)
  await screenExam(deps, examId)
  t.same(await retestsOf(other.personId), told, 'once is enough')
})

t.test(
  'while an appeal is open no case follows; what it leaves standing is followed',
  async (t) => {
    const attemptId = attempts.get(third.personId) as string
    const caseId = (await caseOf(attemptId))?.id ?? ''
    const input = { finding: 're-test', reasonCode: 'doubt-remains', note: '' } as const
    await decideCase(deps, auditor, { caseId, input })
    await fileAppeal(deps, third.personId, { attemptId, grounds: 'it was noisy' })
    // Who works elsewhere by now is called all the same: else the hold would never end.
    const elsewhere = await addUnit(deps, organizer, {
      parentId: given.unitId,
      name: { 'zh-CN': '别处', en: 'Elsewhere' },
    })
    const moved = [elsewhere, third.personId]
    await write(deps.orm, (em) => em.execute('update person set unit_id = ? where id = ?', moved))
    const examId = await aRetest(0.05)
    await end(examId)
    t.match(await retestsOf(third.personId), [{ gap: 'absent' }, {}])
    t.match(await caseOf(attemptId), { round: 1, finding: 're-test' })
    const { note: _, ...decision } = { ...input, explanation: 'the doubt remains' }
    const hearing = { personId: organizer, unitPath: '/elsewhere/' }
    await decideAppeal(deps, hearing, { caseId, input: decision })
    const following = await caseOf(attemptId)
    t.match(following, { round: 2, finding: null })
    const again = { attemptId, grounds: 'once more' }
    await t.rejects(fileAppeal(deps, third.personId, again), { code: 'nothing-to-appeal' })
    clock.advance(4 * 86_400)
    const invalid = { finding: 'invalidated', reasonCode: 'help-confirmed', note: '' } as const
    const heard = { caseId: following?.id ?? '', input: invalid }
    for (const judge of [auditor, hearing]) {
      await t.rejects(decideCase(deps, judge, heard), { code: 'seat-taken' })
    }
    await decideCase(deps, another, heard)
    await fileAppeal(deps, third.personId, again)
    t.match(
      await outcomeOf(third.personId, attemptId),
      { decidedBy: [{ id: 'probity:appeal-open' }] },
      'each case is appealed once',
    )
  },
)

t.test('a key amended later opens nothing again that was decided', async (t) => {
  const verified = attempts.get(other.personId) as string
  const open = await caseOf(verified)
  const input = { finding: 'cleared', reasonCode: 'fast-but-competent', note: '' } as const
  await decideCase(deps, another, { caseId: open?.id ?? '', input })
  // The lot may have called them another time since, and they did not come.
  const comparisonOf = async (personId: string) =>
    (await retestsOf(personId)).find(({ gap }) => gap === null)?.comparison
  const before = await comparisonOf(other.personId)
  const frame = await deps.frozen.frame(verified)
  const itemId = frame?.form.items[0]?.item ?? ''
  const by = { proposer: organizer, approver: auditor.personId }
  await amendKey(deps, { examId: verifiedId, itemId }, by)
  clock.advance(60)
  await screenAgain(deps, verifiedId)
  const again = await comparisonOf(other.personId)
  t.not(again?.p, before?.p, 'by the keys as they are now')
  t.equal(again?.differs, true)
  t.match(await caseOf(verified), { round: 2, finding: 'cleared' })
})

t.test('a draft that could not be compared is refused', async (t) => {
  const view = await getExam(deps.sql, SYSTEM, {
    examId: await planRetest(deps, organizer, planned()),
    now: deps.now(),
  })
  const { blueprint, window, audienceUnitIds, decisionsNeeded, releaseResults } = view
  const draft = {
    ...{ unitId: given.unitId, blueprint, window, audienceUnitIds, decisionsNeeded },
    ...{ releaseResults, bankVersionId, policyVersionId: given.policyVersionId },
    verifies: { examId: verifiedId, share: 0.5 },
  }
  const faultsOf = async (bent: Partial<typeof draft>, simulated = false) => {
    const asking = draftExam(deps, organizer, { draft: { ...draft, ...bent }, simulated })
    const refusal = await asking.catch((error: unknown) => error)
    return (refusal as { faults?: { pointer: string }[] }).faults?.map(({ pointer }) => pointer)
  }
  t.ok((await faultsOf({ bankVersionId: given.bankVersionId }))?.includes('/bankVersionId'))
  t.same(await faultsOf({}, true), ['/verifies/examId'])
  t.same(await faultsOf({ verifies: { examId: given.id, share: 0.5 } }), [
    '/verifies/examId',
    '/bankVersionId',
  ])
  const { retests } = await getExam(deps.sql, SYSTEM, { examId: verifiedId, now: deps.now() })
  const ofRetest = { examId: retests[0]?.examId ?? '', share: 0.5 }
  t.ok((await faultsOf({ verifies: ofRetest }))?.includes('/verifies/examId'), 'no re-test twice')
  t.same(await faultsOf({ verifies: { examId: deps.newId(), share: 0.5 } }), ['/verifies/examId'])
})

t.test(
  'the bundle of the verified exam holds re-tests and both cases, and is checked',
  async (t) => {
    const bundle = await exportBundle(deps, organizer, { examId: verifiedId, scope: SYSTEM })
    t.same(recordFaults(bundle), [])
    t.same(replaySettlements(bundle).faults, [])
    const { retest = [], review_case: cases = [] } = bundle.records
    t.ok(retest.length > candidates.length)
    t.equal(cases.filter(({ round }) => round === 2).length, 3)
    const [first, ...others] = retest
    const bent = { ...first, content: { ...(first?.['content'] as object), items: 99 } }
    t.equal(recordFaults({ ...bundle, records: { ...bundle.records, retest: others } }).length, 1)
    t.equal(
      recordFaults({ ...bundle, records: { ...bundle.records, retest: [bent, ...others] } }).length,
      2,
      'told of, and missing what the log tells of',
    )
    const kept = JSON.parse(JSON.stringify(bundle)) as typeof bundle
    t.same(checkBundle(kept, isSigned).findings, [])
    const tried = new Set<string>()
    for (const { mutant, what } of mutantsOf(kept.records['retest'])) {
      // Of what stands in the same place of a list's members one of each change is enough.
      const kind = what.replaceAll(/\d+/g, 'N').replace(/: ".*" changed/s, ': changed')
      if (tried.has(kind)) continue
      tried.add(kind)
      const records = { ...kept.records, retest: mutant as BundledRecord[] }
      // What is no list at all is refused before it is checked.
      if (!Array.isArray(mutant)) continue
      if (sealFaults({ ...kept, records }, isSigned).length === 0) t.fail(`not found: ${what}`)
    }
    t.ok(tried.size > 20, `${tried.size} changes`)
  },
)
