import t from 'tap'
import type { CohortScreening } from '../../src/domain/forensics/cohort/screening.ts'
import { SettlementEntity } from '../../src/store/entities/attempt.ts'
import { CohortScreeningEntity } from '../../src/store/entities/screening.ts'
import { read, SYSTEM, write } from '../../src/store/scope.ts'
import type { Deps } from '../../src/workflows/deps.ts'
import { screenExam } from '../../src/workflows/screen-exam.ts'
import { aClosedAttempt, anOpenExam } from '../journeys/fixtures/open-exam.ts'
import { amendKey } from '../support/amend-key.ts'
import { aText } from '../support/builders.ts'
import { createTestClock, startTestService } from '../support/test-service.ts'

const clock = createTestClock(new Date('2026-03-02T08:00:00.000Z'))
const { deps } = await startTestService(t, clock)
const exam = await anOpenExam(deps, { candidates: 3, timeLimitSeconds: 600, windowSeconds: 3600 })
const { examId, bank } = exam
for (const candidate of exam.candidates) await aClosedAttempt(deps, exam, candidate)
clock.set(new Date(exam.closesAt.getTime() + 10_000))

async function amendAKey(): Promise<void> {
  const people = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; account: string }[]>`select id, account from person`,
  )
  const personOf = (account: string) => people.find((one) => one.account === account)?.id ?? ''
  const by = { proposer: personOf('organizer'), approver: personOf('administrator') }
  await amendKey(deps, { examId, itemId: bank.items[0]?.id ?? '' }, by)
}

/** The real screener; `meanwhile` happens before it answers. */
function screening(
  meanwhile: () => Promise<unknown>,
  change: (found: CohortScreening) => CohortScreening = (found) => found,
): Deps {
  const screen: Deps['cohortScreener']['screen'] = async (task, onProgress) => {
    const found = await deps.cohortScreener.screen(task, onProgress)
    await meanwhile()
    return change(found)
  }
  return { ...deps, cohortScreener: { ...deps.cohortScreener, screen } }
}

const flagged = (found: CohortScreening): CohortScreening => ({
  ...found,
  attempts: found.attempts.map((one) =>
    one.person === 0
      ? {
          ...one,
          flags: [
            {
              ...{ indicator: 'similar-answers', family: 'similarity' },
              ...{
                name: aText('答案雷同', 'Similar answers'),
                summary: aText('与他人相同', 'alike'),
              },
              ...{ statistic: 6, threshold: 4, p: 1e-9, q: 1e-6, weight: 1.5 },
              falseFlagRate: { value: 0.001, basis: aText('测得', 'measured') },
              ...{ evidence: [], innocentExplanations: [aText('一起学习', 'studied together')] },
            },
          ],
        }
      : one,
  ),
})

t.test(
  'what a slower process found by newer keys settles an exam that is final by then',
  async (t) => {
    const [started, faster] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = screenExam(
      screening(async () => {
        started.resolve()
        await faster.promise
      }),
      examId,
    )
    await started.promise
    await amendAKey()
    const slower = screening(async () => {
      faster.resolve()
      await first
    }, flagged)
    await screenExam(slower, examId)
    const { screenings, settlements } = await write(deps.orm, async (em) => ({
      screenings: await em.find(CohortScreeningEntity, { examId }, { orderBy: { number: 'asc' } }),
      settlements: await em.find(SettlementEntity, {}, { orderBy: { number: 'asc' } }),
    }))
    t.match(screenings, [
      { number: 1, amendmentCount: 0 },
      { number: 2, amendmentCount: 1 },
    ])
    const latest = new Map(settlements.map((one) => [one.attemptId, one]))
    const told = [...latest.values()].flatMap(({ flags }) =>
      flags.map(({ indicator }) => indicator),
    )
    t.ok(told.includes('similar-answers'), 'the attempt is settled by the flag')
  },
)
