import type { Blueprint } from '../domain/assembly/blueprint.ts'
import type { ExamWindow } from '../domain/scheduling/exam.ts'
import type { ExamPreview } from '../domain/scheduling/views.ts'
import { write } from '../store/scope.ts'
import { findUsedItems } from '../store/views/used-items.ts'
import type { Deps } from './deps.ts'
import { audienceOf, rulesFor } from './publish-exam.ts'

export interface PreviewRequest {
  readonly bankVersionId: string
  readonly blueprint: Blueprint
  readonly policyVersionId?: string | undefined
  readonly window?: ExamWindow | undefined
  readonly audienceUnitIds?: readonly string[] | undefined
  readonly panelId?: string | null | undefined
  readonly cutReason?: string | null | undefined
}

/** What a draft will be able to tell, and which rules of publication it meets so far. */
export async function previewDraft(deps: Deps, request: PreviewRequest): Promise<ExamPreview> {
  const bank = await deps.frozen.bank(request.bankVersionId)
  const usedBefore = await findUsedItems(deps.sql, bank.program, deps.now())
  const plan = await deps.examPlanner.plan({ bank, blueprint: request.blueprint, usedBefore })
  const { policyVersionId, window, audienceUnitIds } = request
  if (!policyVersionId || !window) return { ...plan, rules: [] }
  const rules = await write(deps.orm, async (em) => {
    const candidates = await audienceOf(em, audienceUnitIds ?? [])
    return rulesFor(deps, em, {
      exam: {
        opensAt: new Date(window.opensAt),
        closesAt: new Date(window.closesAt),
        bankVersionId: request.bankVersionId,
        policyVersionId,
        blueprint: request.blueprint,
        panelId: request.panelId ?? null,
        cutReason: request.cutReason ?? null,
      },
      plan,
      candidates,
    })
  })
  return { ...plan, rules }
}
