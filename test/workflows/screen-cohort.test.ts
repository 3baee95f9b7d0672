import { setTimeout } from 'node:timers/promises'
import { wrap } from '@mikro-orm/postgresql'
import t from 'tap'
import type { CohortScreening } from '../../src/domain/forensics/cohort/screening.ts'
import type { Flag } from '../../src/domain/forensics/flag.ts'
import { postponeFailures } from '../../src/jobs/postpone.ts'
import { screenAmendedExams, screenClosedExams } from '../../src/jobs/worker.ts'
import { SettlementEntity } from '../../src/store/entities/attempt.ts'
import { CaseEntity } from '../../src/store/entities/review.ts'
import {
  CohortEvidenceEntity,
  CohortScreeningEntity,
  ScreeningProgressEntity,
} from '../../src/store/entities/screening.ts'
import { holdExam } from '../../src/store/hold-exam.ts'
import { read, SYSTEM, write } from '../../src/store/scope.ts'
import { getExam } from '../../src/store/views/exams.ts'
import type { CohortTask, PairProgress } from '../../src/workflows/cohort-screener-thread.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { aClosedAttempt, anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { aText } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 4, timeLimitSeconds: 600, windowSeconds: 3600 })
const { examId, bank } = exam
for (const candidate of exam.candidates) await aClosedAttempt(deps, exam, candidate)
clock.set(new Date(exam.closesAt.getTime() + 10_000))

const FLAG: Flag = {
  indicator: 'similar-answers',
  family: 'similarity',
  name: aText('答案雷同', 'Similar answers'),
  summary: aText('与他人相同', 'like another'),
  statistic: 6,
  threshold: 4,
  p: 1e-9,
  q: 1e-6,
  falseFlagRate: { value: 0.001, basis: aText('测得', 'measured') },
  weight: 1.5,
  evidence: [],
  innocentExplanations: [aText('一起学习', 'studied together')],
}

/** The real screener, whose findings are made to flag the first row. */
function flagging(tasks: CohortTask[], flags: readonly Flag[]): Deps {
  return {
    ...deps,
    cohortScreener: {
      ...deps.cohortScreener,
      screen: async (task, onProgress) => {
        tasks.push(task)
        const found = await deps.cohortScreener.screen(task, onProgress)
        const attempts = found.attempts.map((one) => (one.person === 0 ? { ...one, flags } : one))
        return { ...found, attempts } satisfies CohortScreening
      },
    },
  }
}

const all = () =>
  write(deps.orm, async (em) => ({
    screenings: await em.find(CohortScreeningEntity, { examId }, { orderBy: { number: 'asc' } }),
    evidence: await em.find(CohortEvidenceEntity, {}, { orderBy: { attemptId: 1, number: 1 } }),
    settlements: await em.find(SettlementEntity, {}, { orderBy: { attemptId: 1, number: 1 } }),
    cases: await em.find(CaseEntity, { examId }),
    progress: await em.count(ScreeningProgressEntity, {}),
  }))

const BRANCH = {
  person: exam.candidates[0]?.personId ?? '',
  branches: [exam.candidates[0]?.unitPath ?? ''],
}
const tasks: CohortTask[] = []

t.test('a screening that fails keeps the exam open to be screened again', async (t) => {
  const failing: Deps = {
    ...deps,
    cohortScreener: {
      ...deps.cohortScreener,
      screen: async () => {
        throw new Error('a thread died')
      },
    },
  }
  await t.rejects(screenClosedExams(failing), /a thread died/)
  t.match(await all(), { screenings: [], evidence: [], progress: 0 })
})

t.test('an exam that fails waits, and one that another process is at is left to it', async (t) => {
  const tried: string[] = []
  const failing: Deps = {
    ...deps,
    cohortScreener: {
      ...deps.cohortScreener,
      screen: async () => {
        tried.push('once')
        throw new Error('too large')
      },
    },
  }
  const postponed = postponeFailures(clock.now)
  await t.rejects(screenClosedExams(failing, postponed), /too large/)
  t.equal(await screenClosedExams(failing, postponed), 0)
  t.equal(tried.length, 1, 'not again in the same minute')
  await holdExam(deps.sql, examId, async () => {
    t.equal(await screenClosedExams(deps), 0, 'somebody else is at it')
  })
  t.match(await all(), { screenings: [] })
})

/** Half of the pairs compared, with numbers that JSON must give back to the last bit. */
const HALF: PairProgress = {
  excluded: [3, 7],
  screen: {
    found: 2,
    survivors: {
      first: Int32Array.of(0, 1),
      second: Int32Array.of(2, 3),
      shared: Uint16Array.of(30, 31),
      matches: Uint16Array.of(29, 28),
      wrong: Uint16Array.of(9, 8),
      omega: Float32Array.of(5.1, 4.9),
      p: Float64Array.of(1e-200, Number.MIN_VALUE),
    },
    moments: [
      { bin: 0, count: 7, sum: 0.1 + 0.2, squares: 1 / 3, histogram: Float64Array.of(3, 4) },
    ],
  },
}

t.test('a screening that a crash ended goes on where it was, by the same data only', async (t) => {
  const started: CohortTask[] = []
  const later = createTestClock(clock.now())
  const crashing = (progress: PairProgress | null): Deps => ({
    ...deps,
    now: later.now,
    cohortScreener: {
      ...deps.cohortScreener,
      screen: async (task, onProgress) => {
        started.push(task)
        later.advance(60)
        if (progress) onProgress?.({ share: 0.5, done: progress })
        await setTimeout(300)
        throw new Error('the power went')
      },
    },
  })
  const asked = { examId, now: later.now() }
  await t.rejects(screenClosedExams(crashing(HALF)), /the power went/)
  const shown = await getExam(deps.sql, BRANCH, asked)
  t.match(shown, { screenedShare: 0.5, state: 'checking' }, 'organizers see how far it is')
  await t.rejects(screenClosedExams(crashing(null)), /the power went/)
  t.same(started[1]?.done, HALF)
  await write(deps.orm, async (em) => {
    const [kept] = await em.find(ScreeningProgressEntity, { examId })
    if (!kept) throw new Error('progress was kept')
    await em.nativeDelete(ScreeningProgressEntity, { examId })
    em.clear()
    em.create(ScreeningProgressEntity, { ...wrap(kept).toObject(), examId, orderDigest: 'others' })
  })
  await t.rejects(screenClosedExams(crashing(null)), /the power went/)
  t.equal(started[2]?.done, null)
})

t.test('when a window closes, all attempts are compared, and flags settle theirs', async (t) => {
  t.equal(await screenClosedExams(flagging(tasks, [FLAG])), 1)
  const [task] = tasks
  t.match(task, { data: { persons: { length: 4 } }, done: null, fdr: 0.05 })
  const { screenings, evidence, settlements, cases, progress } = await all()
  t.match(screenings, [{ number: 1, amendmentCount: 0, content: { attempts: 4 } }])
  t.equal(evidence.length, 4, 'what was tested is kept of everybody')
  t.equal(progress, 0)
  const flagged = task?.data.persons[0]
  t.same(
    evidence.map(({ attemptId, flags }) => [attemptId, flags.length]),
    task?.data.persons.map((id) => [id, id === flagged ? 1 : 0]),
  )
  t.same(
    cases.map(({ attemptId, weight }) => [attemptId, weight]),
    [[flagged, 1.5]],
    'evidence heavy enough opens a case; a person decides',
  )
  const last = settlements.filter(({ attemptId }) => attemptId === flagged).at(-1)
  t.match(last, { cause: 'screening', flags: [{ indicator: 'similar-answers' }] })
  t.equal(last?.outcome.effect, 'hold')
})

t.test('it is done once by the same keys', async (t) => {
  t.equal(await screenClosedExams(flagging(tasks, [])), 0)
  t.equal(await screenAmendedExams(flagging(tasks, [])), 0)
  t.equal(tasks.length, 1)
})

t.test('after an amended key it is done again, and settles whom it touches', async (t) => {
  const people = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; account: string }[]>`select id, account from person`,
  )
  const personOf = (account: string) => people.find((one) => one.account === account)?.id ?? ''
  const itemId = bank.items[0]?.id ?? ''
  const by = { proposer: personOf('organizer'), approver: personOf('administrator') }
  await amendKey(deps, { examId, itemId }, by)
  const before = await all()
  t.equal(await screenAmendedExams(flagging(tasks, [])), 1)
  const after = await all()
  t.notOk(tasks[1]?.data.items.includes(itemId), 'what does not count is not compared')
  t.match(after.screenings, [{ number: 1 }, { number: 2, amendmentCount: 1 }])
  const flagged = tasks[0]?.data.persons[0] ?? ''
  const added = after.settlements.length - before.settlements.length
  t.equal(added, 1, 'only whose flags changed is settled again')
  const own = after.settlements.filter(({ attemptId }) => attemptId === flagged).at(-1)
  t.match(own, { cause: 'screening', flags: { length: 0 } })
  t.equal(after.cases.length, 1, 'a case stays for people to close')
  t.equal(await screenAmendedExams(deps), 0)
})
