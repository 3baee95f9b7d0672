import type { AttemptView } from '../../../../domain/delivery/views.ts'
import type { Journal } from '../../journal/journal-types.ts'
import { type Insistence, insist } from '../insist.ts'

/**
 * Sends what is waiting, and only when the service has it all leaves the item for the next one.
 * Null when the item is not left from here: an answer was not accepted and is to be given again,
 * the item was left elsewhere, or the attempt takes nothing more.
 * @throws ApiProblem when the service refuses to go on
 */
export async function leaveItem(
  journal: Pick<Journal, 'drain' | 'snapshot'>,
  askNext: () => Promise<AttemptView>,
  how: Insistence,
): Promise<AttemptView | null> {
  const before = journal.snapshot()
  await journal.drain()
  const after = journal.snapshot()
  if (after.refused.length > before.refused.length || after.overtaken > before.overtaken) {
    return null
  }
  // An attempt that is not this person's is told by the refusal of the next call.
  if (after.stopped !== null && after.stopped !== 'not-yours') return null
  return insist(askNext, how)
}
