import type { AttemptView, Receipt } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { type Insistence, insist } from './insist.ts'
import { acceptedIn } from './leftovers.ts'
import type { OpenAttempt } from './open-attempt.ts'

/** Sends what is left, then submits; null when the candidate turned back before that. */
export async function closeAttempt(
  { view, journal }: OpenAttempt,
  how: Insistence,
): Promise<Receipt | null> {
  const path = `/attempts/${view.attemptId}`
  await journal.drain()
  const receipt = await insist(() => api.post<Receipt>(`${path}/submission`), how)
  if (receipt === null) return null
  if (journal.snapshot().pending > 0) {
    const closed = await api.get<AttemptView>(path).catch(() => null)
    await journal.refuseRest(acceptedIn(closed?.responses ?? {}))
  }
  return receipt
}
