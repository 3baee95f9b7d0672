import { Refusal } from '../domain/refusal.ts'
import type { AmendmentEffect } from '../domain/scheduling/amendment-views.ts'
import { effectOfAmendment } from '../domain/settlement/amendment-effect.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { KeyAmendmentEntity } from '../store/entities/key-amendment.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { loadExamPart, loadSettlementInput } from './load-settlement-input.ts'

/** Whom a proposed amendment would help or cost; changes nothing. @throws Refusal 'not-found' */
export async function previewAmendment(
  deps: Deps,
  asked: { readonly examId: string; readonly amendmentId: string },
): Promise<AmendmentEffect> {
  const { examId, amendmentId } = asked
  return write(deps.orm, async (em) => {
    const amendment = await em.findOne(KeyAmendmentEntity, { id: amendmentId, examId })
    if (!amendment) throw new Refusal('not-found', 'no such amendment')
    const part = await loadExamPart(deps, em, examId)
    const attempts = await em.find(AttemptEntity, { examId, state: ['submitted', 'expired'] })
    const { itemId, change } = amendment
    let effect = effectOfAmendment([], { itemId, change })
    // One by one: settling a large exam twice in one go would keep candidates' answers waiting.
    for (const attempt of attempts) {
      if (attempt.form.items.every(({ item }) => item !== itemId)) continue
      const input = await loadSettlementInput(part, em, attempt.id)
      effect = sumOf(effect, effectOfAmendment([input], { itemId, change }))
    }
    return effect
  })
}

function sumOf(one: AmendmentEffect, other: AmendmentEffect): AmendmentEffect {
  return {
    attempts: one.attempts + other.attempts,
    becomeRight: one.becomeRight + other.becomeRight,
    becomeWrong: one.becomeWrong + other.becomeWrong,
    notCounted: one.notCounted + other.notCounted,
    nowPass: one.nowPass + other.nowPass,
    nowFail: one.nowFail + other.nowFail,
  }
}
