import { retestBlueprint } from '../domain/assembly/retest-blueprint.ts'
import { Refusal } from '../domain/refusal.ts'
import type { ExamDraft, ExamWindow } from '../domain/scheduling/exam.ts'
import { measuredItems } from '../domain/settlement/retest/compare-sittings.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { draftExam } from './draft-exam.ts'
import { readCalibration } from './read-calibration.ts'

/** Of the candidates, so many are drawn by lot. */
const DRAWN_SHARE = 0.1

/**
 * Drafts a re-test of a final exam: shorter, on the same scale, for whom auditors asked to sit
 * again and a lot of the others. What its organizer thinks otherwise is changed in the draft.
 * @throws Refusal 'not-found', 'invalid-input' where the exam can't be verified
 */
export async function planRetest(
  deps: Deps,
  actor: string,
  planning: { readonly examId: string; readonly window: ExamWindow },
): Promise<string> {
  const { examId, window } = planning
  const exam = await write(deps.orm, (em) => em.findOne(ExamEntity, { id: examId }))
  if (!exam) throw new Refusal('not-found', 'no such exam')
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const calibration = await write(deps.orm, (em) => readCalibration(em, examId))
  const measured = measuredItems(bank, calibration)
  const { unitId, bankVersionId, policyVersionId, panelId, cutReason, requirements } = exam
  const { audienceUnitIds, decisionsNeeded, reviewRules, simulated } = exam
  const draft: ExamDraft = {
    ...{ unitId, bankVersionId, policyVersionId, window, audienceUnitIds, decisionsNeeded },
    blueprint: retestBlueprint({ bank, blueprint: exam.blueprint, measured }),
    releaseResults: 'after-screening',
    ...{ panelId: panelId ?? null, cutReason: cutReason ?? null },
    ...{ requirements: requirements ?? null, reviewRules },
    verifies: { examId, share: DRAWN_SHARE },
  }
  return draftExam(deps, actor, { draft, simulated })
}
