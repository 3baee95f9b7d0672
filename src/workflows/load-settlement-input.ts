import type { EntityManager } from '@mikro-orm/postgresql'
import { toBankEntries } from '../domain/delivery/answers.ts'
import type { SettlementInput } from '../domain/settlement/settle-attempt.ts'
import type { AttemptRecordRow } from '../store/entities/attempt.ts'
import { AssignmentEntity, type ExamRecord, TimeCalibrationEntity } from '../store/entities/exam.ts'
import { PersonEntity } from '../store/entities/organization.ts'
import { PolicyVersionEntity } from '../store/entities/policy.ts'
import { CaseEntity } from '../store/entities/review.ts'
import { readJournalOf } from '../store/journal/read-journal.ts'
import type { Deps } from './deps.ts'
import { loadAmendments } from './load-amendments.ts'

/** Gathers everything that decides about an attempt. Nothing here judges. */
export async function loadSettlementInput(
  deps: Deps,
  em: EntityManager,
  of: { readonly attempt: AttemptRecordRow; readonly exam: ExamRecord },
): Promise<SettlementInput> {
  const { attempt, exam } = of
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const assignment = await em.findOneOrFail(AssignmentEntity, {
    examId: exam.id,
    personId: attempt.candidateId,
  })
  const person = await em.findOneOrFail(PersonEntity, { id: attempt.candidateId })
  const policy = await em.findOneOrFail(PolicyVersionEntity, { id: exam.policyVersionId })
  const reviewCase = await em.findOne(CaseEntity, { attemptId: attempt.id })
  const calibration = await em.findOne(TimeCalibrationEntity, { examId: exam.id })
  const entries = await readJournalOf(em, attempt.id)
  return {
    bank,
    blueprint: exam.blueprint,
    form: attempt.form,
    entries: toBankEntries(entries, attempt.form, bank),
    startedAt: attempt.startedAt,
    closedAt: attempt.closedAt ?? attempt.deadlineAt,
    calibration: calibration && {
      speedDeviation: calibration.speedDeviation,
      items: calibration.items,
    },
    amendments: await loadAmendments(em, exam.id),
    accommodated: assignment.assistiveTechnology || assignment.extraTimeShare > 0,
    policy: policy.document,
    reviewCase: reviewCase && { finding: reviewCase.finding ?? null },
    post: person.post ?? null,
    rank: person.rank,
    simulated: exam.simulated,
  }
}
