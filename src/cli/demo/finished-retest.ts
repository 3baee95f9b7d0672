import { AssignmentEntity, ExamEntity } from '../../store/entities/exam.ts'
import { write } from '../../store/scope.ts'
import { calibrateItems } from '../../workflows/calibrate-items.ts'
import type { Deps } from '../../workflows/deps.ts'
import { planRetest } from '../../workflows/plan-retest.ts'
import { publishExam } from '../../workflows/publish-exam.ts'
import { screenExam } from '../../workflows/screen-exam.ts'
import type { FinishedExam } from './finished-exam.ts'
import { personIdOf } from './programme.ts'
import { inParallel, sitSimulated } from './sit-simulated.ts'

const DAY_MS = 86_400_000
/** Days after the exam was final: its re-test is planned, opens, and closes. */
const [PLANNED, OPENS, CLOSES] = [1, 9, 10]
const REASON = 'items come from the bank of the exam that is verified'

/**
 * A re-test of the finished exam: sat under supervision by whom the lot calls; all but the last of
 * them, who stays away.
 */
export async function simulateRetest(deps: Deps, finished: FinishedExam): Promise<void> {
  const { examId: verified, finalAt, persons } = finished
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const after = (days: number) => finalAt + days * DAY_MS
  await calibrateItems(at(after(0)), verified)
  const organizer = await personIdOf(deps, 'organizer')
  const window = {
    opensAt: new Date(after(OPENS)).toISOString(),
    closesAt: new Date(after(CLOSES)).toISOString(),
  }
  const examId = await planRetest(at(after(PLANNED)), organizer, { examId: verified, window })
  await publishExam(at(after(PLANNED)), organizer, { examId, waiver: REASON })
  const [assigned, { blueprint }] = await write(deps.orm, async (em) => [
    await em.find(AssignmentEntity, { examId }),
    await em.findOneOrFail(ExamEntity, { id: examId }),
  ])
  const called = new Set(assigned.map(({ personId }) => personId))
  const sitting = persons.filter(({ personId }) => called.has(personId)).slice(0, -1)
  await inParallel(sitting, (person) =>
    sitSimulated(at, {
      ...person,
      examId,
      startedAt: after(OPENS) + 3_600_000 + person.number * 7919,
      limitSeconds: blueprint.timeLimitSeconds,
      supervised: true,
    }),
  )
  await screenExam(at(after(CLOSES) + 60_000), examId)
}
