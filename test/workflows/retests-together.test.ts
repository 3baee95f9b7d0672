import t from 'tap'
import { screenAmendedExams } from '../../src/jobs/worker.ts'
import { RetestEntity } from '../../src/store/entities/retest.ts'
import { appendLog } from '../../src/store/journal/append-log.ts'
import { inScope, SYSTEM, write } from '../../src/store/scope.ts'
import { compareRetestsAgain } from '../../src/workflows/compare-retests.ts'
import { decideCase } from '../../src/workflows/decide-case.ts'
import type { Candidate } from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { aVerifiedExam } from './fixtures/verified-exam.ts'

/** Re-tests that end while others decide, settle or fail. */

t.setTimeout(240_000)

const DAY_SECONDS = 86_400
const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await aVerifiedExam(deps, clock, { decisionsNeeded: 2 })
const { examId: verifiedId, candidates, organizer, sits, end, aRetest, caseOf } = exam
const [between, before, after, bystander] = candidates as [
  Candidate,
  Candidate,
  Candidate,
  Candidate,
]
/** Who decides first cases, and who those that follow. */
const auditors = [
  [exam.auditor, { personId: organizer, unitPath: '/elsewhere/' }],
  exam.others,
] as const
const FINDINGS = {
  cleared: { finding: 'cleared', reasonCode: 'fast-but-competent', note: '' },
  're-test': { finding: 're-test', reasonCode: 'doubt-remains', note: '' },
} as const
const attempts = new Map<Candidate, string>()
const attemptOf = (one: Candidate) => attempts.get(one) as string

/** One of two auditors decides about somebody's case as it stands. */
async function decides(seat: 0 | 1, about: Candidate, finding: keyof typeof FINDINGS) {
  const found = await caseOf(attemptOf(about))
  const input = FINDINGS[finding]
  const auditor = auditors[found?.round === 1 ? 0 : 1][seat]
  await decideCase(deps, auditor, { caseId: found?.id ?? '', input })
}

const keptOf = (examId: string) =>
  write(deps.orm, (em) => em.find(RetestEntity, { examId }, { orderBy: { number: 'asc' } }))

t.test('a re-test between the decisions of two auditors is followed by another case', async (t) => {
  for (const one of candidates) attempts.set(one, await sits(verifiedId, one, true))
  await end(verifiedId)
  clock.advance(4 * DAY_SECONDS)
  for (const seat of [0, 1] as const) await decides(seat, before, 'cleared')
  await decides(0, between, 're-test')
  const examId = await aRetest(1)
  for (const one of candidates) await sits(examId, one, one === bystander)
  await end(examId)
  t.match(await caseOf(attemptOf(before)), { round: 2, finding: null }, 'decided before it came')
  t.match(await caseOf(attemptOf(between)), { round: 1, finding: null }, 'one case at a time')
  await decides(1, between, 're-test')
  t.match(
    await caseOf(attemptOf(between)),
    { round: 2, finding: null, origin: 're-test' },
    'the first of them had not seen it',
  )
  t.match(await exam.outcomeOf(between.personId, attemptOf(between)), { state: 'held' })
  for (const seat of [0, 1] as const) await decides(seat, after, 'cleared')
  t.match(
    await caseOf(attemptOf(after)),
    { round: 1, finding: 'cleared' },
    'both had seen that it differs',
  )
  for (const seat of [0, 1] as const) await decides(seat, between, 'cleared')
  t.match(await exam.outcomeOf(between.personId, attemptOf(between)), { state: 'granted' })
})

t.test('who writes of a verified attempt meanwhile is waited for, and neither fails', async (t) => {
  const examId = await aRetest(1)
  for (const one of candidates) await sits(examId, one, true)
  const verified = attemptOf(bystander)
  let ending: Promise<void> | undefined
  await write(deps.orm, async (em) => {
    // As a row that belongs to the attempt is written, and then logged.
    await em.execute('select 1 from attempt where id = ? for key share', [verified])
    ending = end(examId)
    // Its end is awaited below, with whatever went wrong.
    ending.catch(() => {})
    await untilSomebodyWaits()
    await appendLog(em, {
      ...{ chain: `attempt:${verified}`, actor: organizer, act: 'looked-at' },
      ...{ subject: verified, detail: {}, at: deps.now() },
    })
  })
  await ending
  t.equal((await keptOf(examId)).length, candidates.length)
})

async function untilSomebodyWaits(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const [row] = await inScope(
      deps.sql,
      SYSTEM,
      (tx) => tx<{ waiting: number }[]>`
        select count(*)::int as waiting from pg_locks where not granted`,
    )
    if ((row?.waiting ?? 0) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('nobody waits for the attempt')
}

t.test('after a crash between its steps everything is compared by the keys once', async (t) => {
  const [examId] = (await write(deps.orm, (em) => em.find(RetestEntity, {}))).map(
    (retest) => retest.examId,
  )
  if (!examId) return t.fail('there was no re-test')
  const frame = await deps.frozen.frame(attemptOf(before))
  const itemId = frame?.form.items[0]?.item ?? ''
  const by = { proposer: organizer, approver: exam.auditor.personId }
  await amendKey(deps, { examId: verifiedId, itemId }, by)
  clock.advance(60)
  const last = await keptOf(examId)
  t.ok(await compareRetestsAgain(deps, verifiedId))
  // Here the process ends: attempts are not compared with each other by the new keys.
  const again = await keptOf(examId)
  t.ok(again.length > last.length, 'the amended key is in somebody’s form')
  clock.advance(60)
  t.equal(await screenAmendedExams(deps), 1, 'the next process takes it up')
  t.equal((await keptOf(examId)).length, again.length, 'what was kept before is not kept twice')
  t.equal(await screenAmendedExams(deps), 0, 'and then it is done')
})
