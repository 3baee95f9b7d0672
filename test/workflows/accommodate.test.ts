import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { isSigned } from '../../src/cli/is-signed.ts'
import type { Principal } from '../../src/domain/organization/access.ts'
import type { Accommodation } from '../../src/domain/organization/accommodation.ts'
import { checkBundle } from '../../src/domain/settlement/check-bundle.ts'
import { closeOverdueAttempts } from '../../src/jobs/worker.ts'
import { readAccommodations } from '../../src/store/accommodations.ts'
import { ExamEntity } from '../../src/store/entities/exam.ts'
import { inScope, read, SYSTEM, write } from '../../src/store/scope.ts'
import { readSettling } from '../../src/store/settling/read-settling.ts'
import { getBundle } from '../../src/store/views/bundle.ts'
import { getAttempt } from '../../src/store/views/candidate.ts'
import { attemptNewsOf } from '../../src/store/views/notices.ts'
import { accommodate } from '../../src/workflows/accommodate.ts'
import { submitAttempt } from '../../src/workflows/close-attempt.ts'
import { draftExam } from '../../src/workflows/draft-exam.ts'
import { publishExam } from '../../src/workflows/publish-exam.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'
import { begin, organizerOf, standingOf } from './fixtures/conduct.ts'

t.setTimeout(240_000)

const START = Date.parse('2026-03-02T08:00:00.000Z')
const at = (seconds: number): Date => new Date(START + seconds * 1000)
const iso = (seconds: number): string => at(seconds).toISOString()
const clock = createTestClock(at(0))
const { deps } = await startTestService(t, clock)
const LIMIT = 3600
const exam = await anOpenExam(deps, {
  ...{ candidates: 6, timeLimitSeconds: LIMIT, windowSeconds: 10_800 },
  releaseResults: 'after-screening',
})
const organizer = await organizerOf(deps, exam)
const [found] = await read(
  deps.sql,
  SYSTEM,
  (tx) => tx<{ id: string }[]>`select id from person where account = 'administrator'`,
)
const administrator: Principal = { ...organizer, personId: found?.id ?? '' }
const personIdOf = (index: number): string => exam.candidates[index]?.personId ?? ''
const quarter: Accommodation = { extraTimeShare: 0.25, assistiveTechnology: false }
const half: Accommodation = { extraTimeShare: 0.5, assistiveTechnology: true }
const none: Accommodation = { extraTimeShare: 0, assistiveTechnology: false }

/** Approves something for a candidate by their place in the exam's list. */
const approve = (index: number, conditions: Accommodation, reason = 'a broken hand') =>
  accommodate(deps, administrator, {
    personId: personIdOf(index),
    approved: { ...conditions, reason },
  })

async function assignedTo(index: number, examId = exam.examId): Promise<Accommodation | undefined> {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<Accommodation[]>`
      select extra_time_share as "extraTimeShare", assistive_technology as "assistiveTechnology"
      from assignment where exam_id = ${examId} and person_id = ${personIdOf(index)}`,
  )
  return row && { ...row }
}

/** Another exam for the same candidates. */
async function publishAnother(): Promise<string> {
  const { bankVersionId, policyVersionId, unitId } = await write(deps.orm, (em) =>
    em.findOneOrFail(ExamEntity, { id: exam.examId }),
  )
  const examId = await draftExam(deps, organizer.personId, {
    simulated: false,
    draft: {
      ...{ unitId, bankVersionId, policyVersionId, blueprint: exam.blueprint },
      window: { opensAt: clock.now().toISOString(), closesAt: iso(20_000) },
      ...{ audienceUnitIds: [unitId], decisionsNeeded: 1, releaseResults: 'after-screening' },
    },
  })
  await publishExam(deps, organizer.personId, { examId, waiver: 'another exam of the tests' })
  return examId
}

t.test('approved after publication it holds for who has not begun, less again too', async (t) => {
  t.same(await approve(0, half), { exams: 1, extended: 0 })
  t.same(await approve(0, half), { exams: 0, extended: 0 }, 'the same again')
  t.same(await assignedTo(0), half)
  t.same(await approve(0, quarter), { exams: 1, extended: 0 })
  const { attemptId, personId } = await begin(deps, exam, 0)
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(LIMIT * 1.25), noticeCount: 0 })
  t.same(await assignedTo(1), none, 'nobody else has it')
  const view = await getAttempt(deps, personId, { attemptId, now: clock.now() })
  t.equal(view.measuresRhythm, true)
})

t.test('approved before publication it holds in the exams published later', async (t) => {
  await approve(5, half)
  const examId = await publishAnother()
  t.same(await assignedTo(5, examId), half)
  t.same(await assignedTo(4, examId), none)
})

t.test('it waits for whoever is publishing with what held before', async (t) => {
  const order: string[] = []
  const approving = await write(deps.orm, async (em) => {
    await readAccommodations(em, [])
    const approved = approve(4, quarter).then(() => order.push('approved'))
    await wait(300)
    order.push('published')
    return { approved }
  })
  await approving.approved
  t.same(order, ['published', 'approved'])
  const [examId] = await Promise.all([publishAnother(), approve(4, half)])
  t.same(await assignedTo(4, examId), half)
})

t.test('who works gets what is missing at once, reads of it, loses nothing again', async (t) => {
  const { attemptId, personId } = await begin(deps, exam, 1)
  clock.set(at(600))
  t.match(await approve(1, quarter), { extended: 1 })
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(LIMIT + 900), noticeCount: 1 })
  t.match(await approve(1, half), { extended: 1 })
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(LIMIT + 1800), noticeCount: 2 })
  const news = await attemptNewsOf(deps.sql, { attemptId, personId, now: clock.now() })
  t.match(news.notices, [
    { kind: 'extend', seconds: 900 },
    { kind: 'extend', seconds: 900 },
  ])
  t.notMatch(JSON.stringify(news), 'broken hand', 'never why')
  const view = await getAttempt(deps, personId, { attemptId, now: clock.now() })
  t.equal(view.measuresRhythm, false, 'from the next time the page is loaded')
  t.match(await approve(1, none), { extended: 0 })
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(LIMIT + 1800), noticeCount: 2 })
  t.same(await assignedTo(1), half, 'what it began with, or got, stays with the attempt')
  t.match(await approve(1, half), { extended: 0 }, 'no second is given twice')
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(LIMIT + 1800), noticeCount: 2 })
})

t.test('who is just beginning as it is approved begins again with it', async (t) => {
  let tries = 0
  const open: typeof deps.starts.open = async (asked) => {
    const opening = await deps.starts.open(asked)
    tries += 1
    if (tries === 1) t.match(await approve(2, quarter), { extended: 0 })
    return opening
  }
  const { attemptId } = await begin({ ...deps, starts: { ...deps.starts, open } }, exam, 2)
  t.match(await standingOf(deps, attemptId), { deadlineAt: iso(600 + LIMIT * 1.25) })
  t.equal(tries, 2)
})

t.test('what is over stays as it was sat, in its settlement too', async (t) => {
  const { attemptId, personId } = await begin(deps, exam, 3)
  await approve(3, quarter)
  await submitAttempt(deps, personId, attemptId)
  const before = await standingOf(deps, attemptId)
  await approve(3, none)
  t.same(await assignedTo(3), quarter)
  t.same(await standingOf(deps, attemptId), before)
  const [settling] = await write(deps.orm, (em) => readSettling(em, [attemptId]))
  t.equal(settling?.accommodated, true)
})

t.test('nobody approves their own, and nobody who is not there', async (t) => {
  const approved = { ...half, reason: 'my own' }
  const { personId } = administrator
  await t.rejects(accommodate(deps, administrator, { personId, approved }), { code: 'not-allowed' })
  const nobody = { personId: deps.newId(), approved }
  await t.rejects(accommodate(deps, administrator, nobody), { code: 'not-found' })
})

t.test('the log knows the conditions and not the reason, and nothing is taken out', async (t) => {
  const entries = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ act: string; detail: unknown }[]>`
      select act, detail from log_entry where chain = ${`person:${personIdOf(0)}`}
        order by number`,
  )
  t.match(entries, [
    { act: 'accommodation-approved', detail: { number: 1, ...half, exams: [exam.examId] } },
    { act: 'accommodation-approved', detail: { number: 2, ...quarter } },
  ])
  t.notMatch(JSON.stringify(entries), 'broken hand')
  const change = inScope(deps.sql, SYSTEM, (tx) => tx`update accommodation set reason = 'another'`)
  await t.rejects(change)
})

t.test('a stranger works out the deadlines again; a final exam stays as it is', async (t) => {
  clock.set(at(12_000))
  await closeOverdueAttempts(deps)
  clock.set(at(16_000))
  await screenExam(deps, exam.examId)
  const bundle = await getBundle(deps, SYSTEM, { examId: exam.examId, now: clock.now() })
  t.same(checkBundle(JSON.parse(JSON.stringify(bundle)), isSigned).findings, [])
  t.notMatch(JSON.stringify(bundle), 'broken hand')
  await approve(0, { extraTimeShare: 3, assistiveTechnology: true })
  t.same(await assignedTo(0), quarter)
})
