import { decideAmendment, proposeAmendment } from '../../src/workflows/amend-key.ts'
import type { Deps } from '../../src/workflows/deps.ts'

type Proposed = Parameters<typeof proposeAmendment>[2]

/** What is amended: an item is void unless another change is named. */
type Amended = Pick<Proposed, 'examId' | 'itemId'> & Partial<Pick<Proposed, 'change'>>

/** Has a key put right by one person, and approved, or refused, by another. */
export async function amendKey(
  deps: Deps,
  { examId, itemId, change = { kind: 'void' } }: Amended,
  by: { readonly proposer: string; readonly approver: string; readonly approved?: boolean },
): Promise<void> {
  const { proposer, approver, approved = true } = by
  const proposed = { examId, itemId, change, reason: 'it can be read in two ways' }
  const amendmentId = await proposeAmendment(deps, proposer, proposed)
  await decideAmendment(deps, approver, { examId, amendmentId, approved, note: 'read again' })
}
