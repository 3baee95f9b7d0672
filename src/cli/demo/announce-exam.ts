import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { ExamDraft } from '../../domain/scheduling/exam.ts'
import type { Deps } from '../../workflows/deps.ts'
import { draftExam } from '../../workflows/draft-exam.ts'
import { publishExam } from '../../workflows/publish-exam.ts'
import { CUT_REASON, type DemoContent, type DemoUnit, personIdOf, unitOf } from './programme.ts'

const DAY_MS = 86_400_000

/** An exam of the programme: what differs from one to the next. */
export interface AnnouncedExam {
  readonly content: DemoContent
  readonly blueprint: Blueprint
  /** Unit whose branch may sit it. */
  readonly audience: string
  readonly opensAt: number
  readonly days: number
  readonly releaseResults: ExamDraft['releaseResults']
  readonly simulated: boolean
}

/** Drafts an exam nine days before it opens and publishes it the day after; gives its id. */
export async function announceExam(
  deps: Deps,
  units: ReadonlyMap<string, DemoUnit>,
  { content, opensAt, days, simulated, ...exam }: AnnouncedExam,
): Promise<string> {
  const at = (time: number): Deps => ({ ...deps, now: () => new Date(time) })
  const organizer = await personIdOf(deps, 'organizer')
  const examId = await draftExam(at(opensAt - 9 * DAY_MS), organizer, {
    simulated,
    draft: {
      unitId: unitOf(units, 'county').id,
      bankVersionId: content.bankVersionId,
      policyVersionId: content.policyVersionId,
      blueprint: exam.blueprint,
      window: {
        opensAt: new Date(opensAt).toISOString(),
        closesAt: new Date(opensAt + days * DAY_MS).toISOString(),
      },
      audienceUnitIds: [unitOf(units, exam.audience).id],
      decisionsNeeded: 2,
      releaseResults: exam.releaseResults,
      cutReason: CUT_REASON,
    },
  })
  await publishExam(at(opensAt - 8 * DAY_MS), organizer, { examId, waiver: null })
  return examId
}
