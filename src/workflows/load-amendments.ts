import type { EntityManager } from '@mikro-orm/postgresql'
import type { KeyAmendment } from '../domain/measurement/key-amendment.ts'
import { AmendmentVerdictEntity, KeyAmendmentEntity } from '../store/entities/key-amendment.ts'

/** The approved amendments of an exam in the order in which they were approved. */
export async function loadAmendments(em: EntityManager, examId: string): Promise<KeyAmendment[]> {
  const proposed = await em.find(KeyAmendmentEntity, { examId })
  if (proposed.length === 0) return []
  const verdicts = await em.find(
    AmendmentVerdictEntity,
    { amendmentId: proposed.map(({ id }) => id), approved: true },
    { orderBy: { number: 'asc' } },
  )
  return verdicts.flatMap(({ amendmentId }) => {
    const amendment = proposed.find(({ id }) => id === amendmentId)
    return amendment ? [{ itemId: amendment.itemId, change: amendment.change }] : []
  })
}
