import t from 'tap'
import { isSigned } from '../../../src/cli/is-signed.ts'
import { journalDigest } from '../../../src/domain/delivery/answers.ts'
import type { Receipt } from '../../../src/domain/delivery/views.ts'
import { canonicalJson } from '../../../src/domain/digest.ts'
import { checkBundle } from '../../../src/domain/settlement/check-bundle.ts'
import type { ExamBundle } from '../../../src/domain/settlement/exam-bundle.ts'
import { closeOverdueAttempts, screenClosedExams } from '../../../src/jobs/worker.ts'
import { ExamEntity } from '../../../src/store/entities/exam.ts'
import { CaseEntity } from '../../../src/store/entities/review.ts'
import { CohortScreeningEntity } from '../../../src/store/entities/screening.ts'
import { inScope, SYSTEM, write } from '../../../src/store/scope.ts'
import { getBundle } from '../../../src/store/views/bundle.ts'
import { getResult } from '../../../src/store/views/result.ts'
import { submitAttempt } from '../../../src/workflows/close-attempt.ts'
import { decideCase } from '../../../src/workflows/decide-case.ts'
import type { Deps } from '../../../src/workflows/deps.ts'
import { saveEntries } from '../../../src/workflows/save-entries.ts'
import { screenCohortOf } from '../../../src/workflows/screen-cohort.ts'
import { screenExam } from '../../../src/workflows/screen-exam.ts'
import {
  anOpenExam,
  aResponse,
  aValueFor,
  presentedFormOf,
} from '../../journeys/fixtures/open-exam.ts'
import { rehash, sealAnew } from '../../support/seal-anew.ts'
import { createTestClock, startTestService } from '../../support/test-service.ts'
import { actsOf, begin, organizerOf, standingOf } from '../fixtures/conduct.ts'

t.setTimeout(240_000)

const START = Date.parse('2026-03-02T08:00:00.000Z')
const at = (seconds: number): Date => new Date(START + seconds * 1000)
const iso = (seconds: number): string => at(seconds).toISOString()
const clock = createTestClock(at(0))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, {
  candidates: 6,
  timeLimitSeconds: 600,
  windowSeconds: 7200,
  releaseResults: 'after-screening',
})
const organizer = await organizerOf(deps, exam)
const act = actsOf(deps, exam, organizer)
const reopen = (seconds: number) =>
  ({ kind: 'reopen', seconds, text: 'it was handed in by mistake' }) as const

async function sit(index: number, ...sequences: number[]) {
  const begun = await begin(deps, exam, index)
  const { attemptId, personId } = begun
  const { items } = await presentedFormOf(deps, attemptId)
  const answer = (sequence: number) => {
    const item = items[sequence % items.length]
    if (!item) throw new Error('the form is empty')
    const entries = [aResponse(sequence, item.itemId, aValueFor(item, sequence))]
    return saveEntries(deps, personId, { attemptId, entries })
  }
  for (const sequence of sequences) await answer(sequence)
  return { ...begun, answer, submit: () => submitAttempt(deps, personId, attemptId) }
}

const rowsOf = (attemptId: string) =>
  inScope(deps.sql, SYSTEM, async (tx) => ({
    settlements: await tx<{ number: number; cause: string }[]>`
      select number, cause from settlement where attempt_id = ${attemptId} order by number`,
    cases: await tx`select id from review_case where attempt_id = ${attemptId}`,
    awards: await tx`select id from award where attempt_id = ${attemptId}`,
  }))

async function aCase(attemptId: string, candidateId: string, decidedAt: Date | null) {
  const id = deps.newId()
  await write(deps.orm, async (em) => {
    em.create(CaseEntity, {
      id,
      attemptId,
      examId: exam.examId,
      candidateId,
      unitPath: exam.candidates[0]?.unitPath ?? '',
      code: `C-${id.slice(0, 8)}`,
      weight: 5,
      decisionsNeeded: 1,
      openedAt: clock.now(),
      dueAt: clock.now(),
      decidedAt,
      finding: decidedAt && 'cleared',
    })
  })
  return id
}

const first = await sit(0, 1, 2, 3)
const bundleNow = () => getBundle(deps, SYSTEM, { examId: exam.examId, now: clock.now() })

t.test('a reopened attempt goes on, and closes with a new receipt and settlement', async (t) => {
  clock.set(at(100))
  const receipt = await first.submit()
  clock.set(at(200))
  t.match(await act(reopen(300), { attemptIds: [first.attemptId] }), { reached: 1 })
  const now = await standingOf(deps, first.attemptId)
  t.match(now, { state: 'running', deadlineAt: iso(500), reopened: 1, receipt: null })
  await t.rejects(getResult(deps, first.personId, first.attemptId), { code: 'attempt-not-closed' })
  t.same(await act(reopen(300), { attemptIds: [first.attemptId] }).then(({ missed }) => missed), [
    { attemptId: first.attemptId, reason: 'still-running' },
  ])
  clock.set(at(250))
  t.same((await first.answer(4)).durable, [4])
  const again = await first.submit()
  t.equal(again.answered, receipt.answered + 1)
  t.not(again.journalDigest, receipt.journalDigest)
  const { settlements, cases, awards } = await rowsOf(first.attemptId)
  t.same(settlements, [
    { number: 1, cause: 'submission' },
    { number: 2, cause: 'submission' },
  ])
  t.ok(cases.length <= 1)
  t.same(awards, [], 'none before the screening')
})

t.test('an expired one too; a new time that runs out closes it again', async (t) => {
  const { attemptId } = await sit(1, 1)
  clock.set(at(900))
  await closeOverdueAttempts(deps)
  t.match(await standingOf(deps, attemptId), { state: 'expired' })
  await act(reopen(60), { attemptIds: [attemptId] })
  clock.set(at(965))
  t.equal(await closeOverdueAttempts(deps), 0)
  clock.set(at(966))
  t.equal(await closeOverdueAttempts(deps), 1)
  t.match(await standingOf(deps, attemptId), {
    state: 'expired',
    deadlineAt: iso(960),
    reopened: 1,
  })
})

t.test('an open case stays the one case and waits; a decided one is not gone behind', async (t) => {
  const open = await sit(2, 1)
  await open.submit()
  const caseId = await aCase(open.attemptId, open.personId, null)
  await act(reopen(300), { attemptIds: [open.attemptId] })
  const input = { finding: 'cleared', reasonCode: 'base-rate', note: '' } as const
  const auditor = { personId: organizer.personId, unitPath: `/${deps.newId()}/` }
  await t.rejects(decideCase(deps, auditor, { caseId, input }), { code: 'attempt-not-closed' })
  await open.submit()
  t.same((await rowsOf(open.attemptId)).cases, [{ id: caseId }])
  const decided = await sit(3, 1)
  await decided.submit()
  await aCase(decided.attemptId, decided.personId, clock.now())
  const { missed } = await act(reopen(300), { attemptIds: [decided.attemptId] })
  t.same(missed, [{ attemptId: decided.attemptId, reason: 'case-decided' }])
})

t.test('while somebody works beyond the window nothing is revealed or screened', async (t) => {
  clock.set(at(7000))
  const last = await sit(4, 1)
  await act(
    { kind: 'extend', seconds: 900, text: 'a broken screen' },
    { attemptIds: [last.attemptId] },
  )
  clock.set(at(7300))
  t.match(await standingOf(deps, last.attemptId), { deadlineAt: iso(8100) })
  await t.rejects(bundleNow(), { code: 'window-still-open' })
  t.equal(await screenClosedExams(deps), 0)
  await act(reopen(1800), { attemptIds: [first.attemptId] })
  await last.submit()
  await t.rejects(bundleNow(), { code: 'window-still-open' }, 'reopened, and so not over')
  t.equal(await screenClosedExams(deps), 0)
  t.same((await first.answer(5)).durable, [5])
  clock.set(at(7400))
  await first.submit()
})

/** As if the service itself had exported it so: hashes, heads and signatures made anew. */
function bent(sound: ExamBundle, bend: (bundle: ExamBundle) => void): ExamBundle {
  const bundle = structuredClone(sound)
  bend(bundle)
  return sealAnew(rehash(bundle), deps.sign)
}

t.test('a stranger can check reopened attempts, and finds what is bent', async (t) => {
  const sound = JSON.parse(JSON.stringify(await bundleNow())) as ExamBundle
  const findings = (bundle: ExamBundle) => checkBundle(bundle, isSigned).findings
  t.same(findings(sound), [])
  t.same(findings(bent(sound, () => {})), [], 'made anew it is the same')
  const mine = (bundle: ExamBundle) => {
    const attempt = bundle.attempts.find(({ attemptId }) => attemptId === first.attemptId)
    const acts = bundle.log.filter(({ chain }) => chain === `attempt:${first.attemptId}`)
    const reopened = acts.filter((entry) => entry.act === 'attempt-reopened')
    if (!attempt?.receipt || !reopened[0]) throw new Error('nothing to bend')
    return { receipt: attempt.receipt, entries: attempt.entries, acts, reopened: reopened[0] }
  }
  const resigned = (receipt: Receipt, changes: Partial<Receipt>): Receipt => {
    const { signature: _, ...content } = { ...receipt, ...changes }
    return { ...content, signature: deps.sign(canonicalJson(content)) }
  }
  const bends: readonly [RegExp, (bundle: ExamBundle) => void][] = [
    [
      /the signature of an earlier receipt is wrong/,
      (bundle) => {
        const { receipt } = mine(bundle).reopened.detail as { receipt: Receipt }
        receipt.answered += 1
      },
    ],
    [
      /the journal is not the one an earlier receipt vouches for/,
      (bundle) => {
        const { detail } = mine(bundle).reopened as { detail: Record<string, unknown> }
        detail.receipt = resigned(detail.receipt as Receipt, { journalDigest: '0'.repeat(64) })
      },
    ],
    [
      /the journal is not the one an earlier receipt vouches for/,
      (bundle) => {
        const { entries, receipt } = mine(bundle)
        entries.splice(0, 1)
        Object.assign(receipt, resigned(receipt, { journalDigest: journalDigest(entries) }))
      },
    ],
    [
      /keeps no receipt of the closing before/,
      (bundle) => {
        const { detail } = mine(bundle).reopened as { detail: Record<string, unknown> }
        detail.receipt = null
      },
    ],
    [
      /it was reopened without having been closed/,
      (bundle) => {
        const closing = mine(bundle).acts.find((entry) => entry.act === 'attempt-closed')
        if (closing) closing.act = 'attempt-viewed'
      },
    ],
    [
      /its own log does not tell that it was reopened/,
      (bundle) => {
        mine(bundle).reopened.act = 'attempt-viewed'
      },
    ],
    [
      /log and receipt disagree on whether it was closed/,
      (bundle) => {
        const last = mine(bundle).acts.findLast((entry) => entry.act === 'attempt-closed')
        if (last) last.act = 'attempt-viewed'
      },
    ],
    [
      /not closed by the deadline that its log leads to/,
      (bundle) => {
        const attempt = bundle.attempts.find(({ attemptId }) => attemptId === first.attemptId)
        const closedAt = at(7300 + 1800 + 6).toISOString()
        if (attempt?.receipt) attempt.receipt = resigned(attempt.receipt, { closedAt })
      },
    ],
    [
      /an act that the log says reached it could not: pause, closed/,
      (bundle) => {
        const order = bundle.log.findLast((entry) => entry.act === 'exam-conducted')
        if (!order) throw new Error('nothing to bend')
        order.detail = { ...order.detail, act: { kind: 'pause', seconds: 60, text: 'bent' } }
      },
    ],
  ]
  for (const [finding, bend] of bends) t.match(findings(bent(sound, bend)).join('\n'), finding)
})

/** Goes on with the first attempt, and hands it in again. */
async function goOnFrom(seconds: number, sequence: number): Promise<void> {
  await act(reopen(300), { attemptIds: [first.attemptId] })
  clock.set(at(seconds))
  await first.answer(sequence)
  await first.submit()
}

const screeningsOf = () =>
  write(deps.orm, async (em) => ({
    numbers: (await em.find(CohortScreeningEntity, { examId: exam.examId })).map(
      (one) => one.number,
    ),
    record: await em.findOneOrFail(ExamEntity, { id: exam.examId }),
  }))

t.test('nobody is judged by a comparison of what was there before a reopening', async (t) => {
  clock.set(at(8200))
  const screen: Deps['cohortScreener']['screen'] = async (task, onProgress) => {
    const found = await deps.cohortScreener.screen(task, onProgress)
    await goOnFrom(8250, 6)
    return found
  }
  const meanwhile = { ...deps, cohortScreener: { ...deps.cohortScreener, screen } }
  await screenExam(meanwhile, exam.examId)
  const during = await screeningsOf()
  t.same(during.numbers, [], 'reopened and closed while they were compared: nothing is kept')
  t.equal(during.record.finalAt, null)
  clock.set(at(8300))
  await screenCohortOf(deps, during.record)
  t.same((await screeningsOf()).numbers, [1])
  clock.set(at(8310))
  await goOnFrom(8320, 7)
  clock.set(at(8330))
  await screenCohortOf(deps, during.record)
  t.same((await screeningsOf()).numbers, [1, 2], 'compared anew after it was closed again')
  await screenCohortOf(deps, during.record)
  t.same((await screeningsOf()).numbers, [1, 2], 'and then not again')
})

t.test('once the exam is final nothing is reopened', async (t) => {
  clock.set(at(8400))
  t.equal(await screenClosedExams(deps), 1)
  await t.rejects(act(reopen(60), { attemptIds: [first.attemptId] }), { code: 'exam-not-open' })
  t.same(
    (await rowsOf(first.attemptId)).settlements.map(({ cause }) => cause),
    [...Array(5).fill('submission'), 'screening'],
  )
})
