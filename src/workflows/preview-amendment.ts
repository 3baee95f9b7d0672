import { Refusal } from '../domain/refusal.ts'
import type { AmendmentEffect } from '../domain/scheduling/amendment-views.ts'
import { effectOfAmendment } from '../domain/settlement/amendment-effect.ts'
import type { SettlementInput } from '../domain/settlement/settle-attempt.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { KeyAmendmentEntity } from '../store/entities/key-amendment.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { loadSettlementInput } from './load-settlement-input.ts'

/** Whom a proposed amendment would help or cost; changes nothing. @throws Refusal 'not-found' */
export async function previewAmendment(
  deps: Deps,
  asked: { readonly examId: string; readonly amendmentId: string },
): Promise<AmendmentEffect> {
  const { examId, amendmentId } = asked
  return write(deps.orm, async (em) => {
    const amendment = await em.findOne(KeyAmendmentEntity, { id: amendmentId, examId })
    if (!amendment) throw new Refusal('not-found', 'no such amendment')
    const exam = await em.findOneOrFail(ExamEntity, { id: examId })
    const attempts = await em.find(AttemptEntity, { examId, state: ['submitted', 'expired'] })
    const inputs: SettlementInput[] = []
    for (const attempt of attempts) {
      inputs.push(await loadSettlementInput(deps, em, { attempt, exam }))
    }
    const { itemId, change } = amendment
    return effectOfAmendment(inputs, { itemId, change })
  })
}
