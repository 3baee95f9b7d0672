import { CaseEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/** Every look at personal evidence leaves a trace. */
export async function noteCaseViewed(deps: Deps, actor: string, caseId: string): Promise<void> {
  await write(deps.orm, async (em) => {
    const { attemptId } = await em.findOneOrFail(CaseEntity, { id: caseId })
    await appendLog(em, {
      chain: `attempt:${attemptId}`,
      actor,
      act: 'case-viewed',
      subject: caseId,
      detail: {},
      at: deps.now(),
    })
  })
}
