import type { AttemptView, Receipt } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import type { Journal } from '../journal/journal-types.ts'
import { type Insistence, insist } from './insist.ts'
import { acceptedIn } from './leftovers.ts'

interface Closing {
  readonly view: AttemptView
  readonly journal: Journal
  /** Puts a newer view in place of the one that is kept on this device. */
  readonly keep: (view: AttemptView) => void
}

/**
 * Sends what is left, then submits; null when the candidate turned back before that.
 * @throws ApiProblem 'page-superseded' while another page goes on with the attempt
 */
export async function closeAttempt(
  { view, journal, keep }: Closing,
  how: Insistence,
): Promise<Receipt | null> {
  const path = `/attempts/${view.attemptId}`
  await journal.drain()
  const query = view.claim > 0 ? `?claim=${view.claim}` : ''
  const receipt = await insist(() => api.post<Receipt>(`${path}/submission${query}`), how)
  if (receipt === null) return null
  // What is kept of the form goes, and nothing that is still on its way brings it back.
  keep({ ...view, state: 'submitted' })
  if (journal.snapshot().pending > 0) {
    const closed = await api.get<AttemptView>(path).catch(() => null)
    await journal.refuseRest(acceptedIn(closed?.responses ?? {}))
  }
  return receipt
}
