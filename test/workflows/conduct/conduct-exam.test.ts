import t from 'tap'
import { presentedItemId } from '../../../src/domain/assembly/present-form.ts'
import type { ConductAct } from '../../../src/domain/delivery/conduct.ts'
import type { BehaviorKind } from '../../../src/domain/delivery/journal.ts'
import { closeOverdueAttempts } from '../../../src/jobs/worker.ts'
import { CaseEntity } from '../../../src/store/entities/review.ts'
import { inScope, read, SYSTEM, write } from '../../../src/store/scope.ts'
import { getCase } from '../../../src/store/views/case.ts'
import { listConduct } from '../../../src/store/views/conduct.ts'
import { attemptNewsOf } from '../../../src/store/views/notices.ts'
import { getResult } from '../../../src/store/views/result.ts'
import { submitAttempt } from '../../../src/workflows/close-attempt.ts'
import { saveEntries } from '../../../src/workflows/save-entries.ts'
import { anOpenExam, aResponse } from '../../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../../support/test-service.ts'
import { actsOf, begin, examTimeOf, organizerOf, standingOf } from '../fixtures/conduct.ts'

t.setTimeout(240_000)

const START = Date.parse('2026-03-02T08:00:00.000Z')
const at = (seconds: number): Date => new Date(START + seconds * 1000)
const iso = (seconds: number): string => at(seconds).toISOString()
const clock = createTestClock(at(0))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 8, timeLimitSeconds: 3600, windowSeconds: 7200 })
const organizer = await organizerOf(deps, exam)
const act = actsOf(deps, exam, organizer)
const all = { all: true } as const
const more = (seconds: number): ConductAct => ({ kind: 'extend', seconds, text: 'a fire alarm' })
const pause = (seconds: number): ConductAct => ({ kind: 'pause', seconds, text: 'the light went' })
const resume: ConductAct = { kind: 'resume', text: 'it is back' }
const message: ConductAct = { kind: 'message', text: 'Item 3 needs no calculator.' }
const [one, two] = [await begin(deps, exam, 0), await begin(deps, exam, 1)]

async function aCase(attemptId: string, candidateId: string): Promise<string> {
  const id = deps.newId()
  await write(deps.orm, async (em) => {
    em.create(CaseEntity, {
      ...{ id, attemptId, examId: exam.examId, candidateId, code: `C-${id.slice(0, 8)}` },
      ...{ unitPath: exam.candidates[0]?.unitPath ?? '', weight: 5, decisionsNeeded: 1 },
      ...{ openedAt: clock.now(), dueAt: clock.now() },
    })
  })
  return id
}

const newsOf = ({ attemptId, personId }: typeof one) =>
  attemptNewsOf(deps.sql, { attemptId, personId, now: clock.now() })

t.test('time given to one is theirs alone, and told to them alone', async (t) => {
  clock.set(at(60))
  const result = await act(more(600), { attemptIds: [one.attemptId] })
  t.match(result, { reached: 1, missed: [] })
  t.match(await standingOf(deps, one.attemptId), { deadlineAt: iso(4200), noticeCount: 1 })
  t.match(await standingOf(deps, two.attemptId), { deadlineAt: iso(3600), noticeCount: 0 })
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 0 })
  const { notices, deadlineAt } = await newsOf(one)
  t.match(notices, [{ kind: 'extend', seconds: 600, text: 'a fire alarm' }])
  t.equal(deadlineAt, iso(4200))
  t.same((await newsOf(two)).notices, [])
})

t.test('the same order again changes nothing, and another under its id is refused', async (t) => {
  const id = deps.newId()
  const orders = [1, 2, 3].map(() => act(more(60), { attemptIds: [two.attemptId] }, id))
  const [first, ...again] = await Promise.all(orders)
  for (const result of again) t.same(result, first)
  t.match(await standingOf(deps, two.attemptId), { deadlineAt: iso(3660), noticeCount: 1 })
  await t.rejects(act(more(120), { attemptIds: [two.attemptId] }, id), { code: 'invalid-input' })
})

t.test('a pause of all holds everybody, and its early end takes the rest back', async (t) => {
  clock.set(at(600))
  t.match(await act(pause(900), all), { reached: 2 })
  t.match(await standingOf(deps, one.attemptId), { deadlineAt: iso(5100), pausedUntil: iso(1500) })
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 900, pausedUntil: iso(1500) })
  await t.rejects(begin(deps, exam, 5), { code: 'exam-paused', retryAfterSeconds: 30 })
  const shorter = await act(pause(60), { attemptIds: [one.attemptId] })
  t.same(shorter.missed, [{ attemptId: one.attemptId, reason: 'paused-longer' }])
  const entries = [aResponse(1, presentedItemId(1), null)]
  const { durable } = await saveEntries(deps, one.personId, { attemptId: one.attemptId, entries })
  t.same(durable, [1], 'a page that does not know yet loses nothing')
  clock.set(at(1000))
  t.match(await act(resume, all), { reached: 2 })
  t.match(await standingOf(deps, one.attemptId), { deadlineAt: iso(4600), pausedUntil: iso(1000) })
  t.match(await standingOf(deps, two.attemptId), { deadlineAt: iso(4060) })
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 900, pausedUntil: iso(1000) })
  t.match(await act(resume, all), { reached: 0, missed: { length: 2 } }, 'there is nobody left')
  t.same((await standingOf(deps, one.attemptId)).pauses, [[iso(600), iso(1000)]])
  t.same(
    (await newsOf(two)).notices.map(({ kind }) => kind),
    ['extend', 'pause', 'resume'],
    'nobody reads of what changed nothing',
  )
})

t.test('time for all moves the window too, and a message moves nothing', async (t) => {
  t.match(await act(more(300), all), { reached: 2 })
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 1200 })
  const before = await standingOf(deps, one.attemptId)
  await act(message, all)
  const after = await standingOf(deps, one.attemptId)
  t.same(after.deadlineAt, before.deadlineAt)
  t.equal(after.noticeCount, before.noticeCount + 1)
  clock.advance(1)
  const late = await begin(deps, exam, 2)
  t.same(
    (await newsOf(late)).notices.map(({ kind }) => kind),
    ['message'],
    'who begins later reads messages, and no act from before',
  )
})

t.test('the deadline holds to the second, with all that moved it', async (t) => {
  const { deadlineAt } = await standingOf(deps, two.attemptId)
  t.same(deadlineAt, iso(4360))
  const save = (sequence: number) =>
    saveEntries(deps, two.personId, {
      attemptId: two.attemptId,
      entries: [aResponse(sequence, presentedItemId(1), null)],
    })
  clock.set(new Date(at(4360).getTime() + 5000))
  t.same((await save(1)).durable, [1], 'the last moment of the grace')
  clock.set(new Date(at(4360).getTime() + 5001))
  await t.rejects(save(2), { code: 'time-limit-passed' })
})

t.test('an extension and the job at the same moment: one of them wins, and tells so', async (t) => {
  const [expired, extended] = await Promise.all([
    closeOverdueAttempts(deps),
    act(more(600), { attemptIds: [two.attemptId] }),
  ])
  t.equal(expired, 1, 'the job found it overdue')
  const { state, deadlineAt } = await standingOf(deps, two.attemptId)
  if (state === 'running') {
    t.match(extended, { reached: 1 })
    t.same(deadlineAt, iso(4960))
  } else {
    t.same(extended.missed, [{ attemptId: two.attemptId, reason: 'closed' }])
    t.same(deadlineAt, iso(4360))
  }
})

t.test('nothing is done for whom it is too late, or who is somebody else’s', async (t) => {
  const { attemptId, personId } = await begin(deps, exam, 3)
  await submitAttempt(deps, personId, attemptId)
  const late = await act(more(60), { attemptIds: [attemptId, one.attemptId] })
  t.match(late, { reached: 1, missed: [{ attemptId, reason: 'closed' }] })
  const before = await standingOf(deps, one.attemptId)
  const strangers = [one.attemptId, deps.newId()]
  await t.rejects(act(more(60), { attemptIds: strangers }), { code: 'not-found' })
  const grants = organizer.grants.map((grant) => ({ ...grant, unitPath: `/${deps.newId()}/` }))
  const outsider = actsOf(deps, exam, { ...organizer, grants })
  await t.rejects(outsider(more(60), { attemptIds: [one.attemptId] }), { code: 'not-allowed' })
  await t.rejects(outsider(message, all), { code: 'not-allowed' })
  const reopen = { kind: 'reopen', seconds: 600, text: 'it was closed by mistake' } as const
  await t.rejects(act(reopen, { attemptIds: [attemptId] }), { code: 'results-known' })
  await t.rejects(act(reopen, all), { code: 'invalid-input' })
  t.same(await standingOf(deps, one.attemptId), before)
})

t.test('the record tells who did what to whom, and every act is in the log', async (t) => {
  const acts = await listConduct(deps.sql, SYSTEM, exam.examId)
  t.same(
    acts
      .map(({ kind, toAll, reached, missed }) => `${kind} ${toAll} ${reached} ${missed}`)
      .slice(-8),
    [
      'message true 2 0',
      'extend true 2 0',
      'resume true 0 2',
      'resume true 2 0',
      'pause false 0 1',
      'pause true 2 0',
      'extend false 1 0',
      'extend false 1 0',
    ],
    'newest first',
  )
  t.match(acts.at(-1), {
    by: { id: organizer.personId },
    toAll: false,
    reached: 1,
    people: [{ attemptId: one.attemptId, missed: null }],
  })
  const logged = await inScope(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string }[]>`
      select act from log_entry where chain = ${`attempt:${one.attemptId}`} order by number`,
  )
  t.same(
    logged.map((entry) => entry.act),
    ['attempt-started', 'attempt-conducted', 'attempt-conducted'],
    'acts by name stand in the attempt’s own log',
  )
})

t.test('the rows themselves show a candidate what is theirs or everybody’s alone', async (t) => {
  const seenBy = async (person: string) => {
    const rows = await read(
      deps.sql,
      { person, branches: [] },
      (tx) => tx<{ attemptId: string | null }[]>`
        select distinct attempt_id as "attemptId" from conduct_act order by 1 nulls last`,
    )
    return rows.map(({ attemptId }) => attemptId)
  }
  t.same(await seenBy(one.personId), [one.attemptId, null])
  t.same(await seenBy(two.personId), [two.attemptId, null])
  t.same(await seenBy(exam.candidates[7]?.personId ?? ''), [null], 'who has not begun')
  t.same(await seenBy(deps.newId()), [], 'who is not assigned')
})

t.test('nobody was away who left during a pause, and auditors see why', async (t) => {
  const { attemptId, personId } = await begin(deps, exam, 6)
  const startedAt = clock.now().getTime()
  const goTo = (seconds: number) => clock.set(new Date(startedAt + seconds * 1000))
  const told = async (sequence: number, behavior: BehaviorKind) => {
    goTo(sequence * 60)
    const entry = { kind: 'behavior', behavior, itemId: presentedItemId(1), sequence } as const
    const entries = [{ ...entry, entryId: deps.newId(), clientMs: sequence * 60_000 }]
    await saveEntries(deps, personId, { attemptId, entries })
  }
  await told(1, 'item-shown')
  goTo(100)
  await act(pause(500), { attemptIds: [attemptId] })
  await told(2, 'page-hidden')
  await told(10, 'page-visible')
  await submitAttempt(deps, personId, attemptId)
  const { recorded } = await getResult(deps, personId, attemptId)
  t.match(recorded, { timesAway: 0, secondsAway: 0 })
  const auditor = { personId: deps.newId(), unitPath: `/${deps.newId()}/` }
  const caseId = await aCase(attemptId, personId)
  const { timeline } = await getCase(deps, SYSTEM, { auditor, caseId })
  t.same(timeline.pauses, [
    { kind: 'pause', fromMs: 100_000, toMs: 600_000, text: 'the light went' },
  ])
  t.same(
    timeline.bands.map(({ fromMs, toMs }) => [fromMs, toMs]),
    [[60_000, 100_000]],
  )
  t.match(timeline.away, [{ fromMs: 120_000, toMs: 600_000, shape: 'pause' }])
})

t.test('the window, with what was added to it, closes to the millisecond', async (t) => {
  const windowEnd = at(7200 + 1200)
  clock.set(new Date(windowEnd.getTime() - 1))
  const { attemptId } = await begin(deps, exam, 4)
  t.match(await standingOf(deps, attemptId), { deadlineAt: windowEnd.toISOString() })
  clock.set(windowEnd)
  await t.rejects(begin(deps, exam, 5), { code: 'exam-not-open' })
  t.match(await act(more(60), all), { reached: 1 }, 'who works on may be given time')
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(8460) })
  t.match(await examTimeOf(deps, exam.examId), { extendedSeconds: 1200 })
  await t.rejects(begin(deps, exam, 5), { code: 'exam-not-open' }, 'the window stays closed')
})
