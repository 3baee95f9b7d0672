import type { Deps } from '../../workflows/deps.ts'
import { draftExam } from '../../workflows/draft-exam.ts'
import { publishExam } from '../../workflows/publish-exam.ts'
import { CUT_REASON, type DemoContent, type DemoUnit, personIdOf, unitOf } from './programme.ts'

const DAY_MS = 86_400_000

/** An exam that is open now, announced with due notice, for the township's cadres. */
export async function openExam(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  content: DemoContent,
): Promise<void> {
  const today = deps.now().getTime()
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const organizer = await personIdOf(deps, 'organizer')
  const opensAt = today - 3_600_000
  const examId = await draftExam(at(today - 9 * DAY_MS), organizer, {
    simulated: false,
    draft: {
      unitId: unitOf(units, 'county').id,
      bankVersionId: content.bankVersionId,
      policyVersionId: content.policyVersionId,
      blueprint: content.counter,
      window: {
        opensAt: new Date(opensAt).toISOString(),
        closesAt: new Date(opensAt + 30 * DAY_MS).toISOString(),
      },
      audienceUnitIds: [unitOf(units, 'township').id],
      decisionsNeeded: 2,
      releaseResults: 'at-submission',
      cutReason: CUT_REASON,
    },
  })
  await publishExam(at(today - 8 * DAY_MS), organizer, { examId, waiver: null })
}
