import { Refusal } from '../domain/refusal.ts'
import { checkAppealDecision } from '../domain/review/appeal.ts'
import type { AppealDecisionInput } from '../domain/review/appeal-views.ts'
import { AppealDecisionEntity, AppealEntity } from '../store/entities/appeal.ts'
import { CaseEntity, DecisionEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { followRetests } from './follow-retests.ts'
import { holdToDay } from './hold-to-day.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

/**
 * Records what an auditor who did not decide the case makes of an appeal against its finding, and
 * settles the attempt again, so that awards are restored or withheld at once.
 * @throws Refusal 'not-found', 'conflict-of-interest', 'already-decided', 'case-closed',
 *   'invalid-input' for a harsher finding, 'rest-needed', 'attempt-not-closed'
 */
export async function decideAppeal(
  deps: Deps,
  auditor: { readonly personId: string; readonly unitPath: string },
  deciding: { readonly caseId: string; readonly input: AppealDecisionInput },
): Promise<void> {
  const { caseId, input } = deciding
  await write(deps.orm, async (em) => {
    await holdToDay(deps, em, auditor.personId)
    const appeal = await em.findOne(AppealEntity, { caseId })
    if (!appeal) throw new Refusal('not-found', 'nobody has appealed in this case')
    const { id: appealId, attemptId, candidateId, unitPath } = appeal
    const attempt = await lockAttempt(em, attemptId)
    if (attempt?.state === 'running') {
      throw new Refusal('attempt-not-closed', 'the attempt was reopened: decide once it is closed')
    }
    const { finding } = await em.findOneOrFail(CaseEntity, { id: caseId })
    if (!finding) throw new Error('a case with an appeal has a finding')
    // Of cases before it too: about the same attempt they have made up their mind.
    const cases = await em.find(CaseEntity, { attemptId }, { fields: ['id'] })
    const earlier = await em.find(DecisionEntity, { caseId: cases.map(({ id }) => id) })
    checkAppealDecision({
      finding,
      reviewing: {
        auditorPersonId: auditor.personId,
        auditorUnitPath: auditor.unitPath,
        candidatePersonId: candidateId,
        candidateUnitPath: unitPath,
      },
      decidedBy: earlier.map(({ auditorId }) => auditorId),
      decided: (await em.count(AppealDecisionEntity, { appealId })) > 0,
      input,
    })
    const decidedAt = deps.now()
    em.create(AppealDecisionEntity, { appealId, auditorId: auditor.personId, ...input, decidedAt })
    await em.flush()
    await appendLog(em, {
      chain: `attempt:${attemptId}`,
      actor: auditor.personId,
      act: 'appeal-decided',
      subject: appealId,
      detail: { caseId, ...input },
      at: decidedAt,
    })
    await settle(deps, em, { attemptId, cause: 'appeal' })
    // It may have been sat while the appeal was open.
    await followRetests(deps, em, [attemptId])
  })
}
