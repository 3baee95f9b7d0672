import { LockMode } from '@mikro-orm/postgresql'
import { Refusal } from '../domain/refusal.ts'
import { decide } from '../domain/review/case.ts'
import type { DecisionInput } from '../domain/review/decision.ts'
import { CaseEntity, DecisionEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

/**
 * Records one auditor's decision; when enough agree, the case is decided and the attempt settled
 * again, so that awards are released or withheld at once.
 * @throws Refusal 'not-found', 'conflict-of-interest', 'already-decided', 'case-closed'
 */
export async function decideCase(
  deps: Deps,
  auditor: { readonly personId: string; readonly unitPath: string },
  deciding: { readonly caseId: string; readonly input: DecisionInput },
): Promise<void> {
  await write(deps.orm, async (em) => {
    const found = await em.findOne(CaseEntity, { id: deciding.caseId })
    if (!found) throw new Refusal('not-found', 'no such case')
    await lockAttempt(em, found.attemptId)
    const locked = await em.findOneOrFail(
      CaseEntity,
      { id: found.id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    )
    const taken = await em.find(
      DecisionEntity,
      { caseId: locked.id },
      { orderBy: { decidedAt: 'asc', id: 'asc' } },
    )
    const { decision, caseState } = decide({
      decisions: taken.map(({ auditorId, ...one }) => ({ ...one, auditorPersonId: auditorId })),
      decisionsNeeded: locked.decisionsNeeded,
      reviewing: {
        auditorPersonId: auditor.personId,
        auditorUnitPath: auditor.unitPath,
        candidatePersonId: locked.candidateId,
        candidateUnitPath: locked.unitPath,
      },
      input: deciding.input,
    })
    const { finding, reasonCode, note } = decision
    const decidedAt = deps.now()
    em.create(DecisionEntity, {
      id: deps.newId(),
      caseId: locked.id,
      auditorId: auditor.personId,
      finding,
      reasonCode,
      note,
      decidedAt,
    })
    await appendLog(em, {
      chain: `attempt:${locked.attemptId}`,
      actor: auditor.personId,
      act: 'case-decision',
      subject: locked.id,
      detail: { finding, reasonCode, note },
      at: decidedAt,
    })
    if (caseState.state === 'decided') {
      em.assign(locked, { decidedAt, finding: caseState.finding })
      await em.flush()
      await settle(deps, em, { attemptId: locked.attemptId, cause: 'decision' })
    }
  })
}
