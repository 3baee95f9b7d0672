import type { AttemptView, Receipt } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { backoffMs } from '../journal/backoff.ts'
import { type SendFailure, sendFailure } from '../journal/send-failure.ts'
import { acceptedIn } from './leftovers.ts'
import type { OpenAttempt } from './open-attempt.ts'

export interface Closing {
  /** Told before each wait; null when things move again. */
  readonly onTrouble: (trouble: 'unreachable' | 'signed-out' | null) => void
  readonly waitForSignIn: () => Promise<void>
  readonly cancelled: () => boolean
}

async function wait(failure: SendFailure, failures: number, closing: Closing): Promise<void> {
  if (failure.kind === 'sign-in') {
    closing.onTrouble('signed-out')
    await closing.waitForSignIn()
  } else if (failure.kind === 'retry') {
    closing.onTrouble('unreachable')
    const ms = backoffMs(failures, Math.random(), failure.retryAfterSeconds)
    await new Promise((resolve) => setTimeout(resolve, ms))
  }
  closing.onTrouble(null)
}

/** Repeats a call until it goes through; a refusal comes out as an error. */
async function insist<Reply>(call: () => Promise<Reply>, closing: Closing): Promise<Reply | null> {
  for (let failures = 1; !closing.cancelled(); failures++) {
    try {
      return await call()
    } catch (error) {
      const failure = sendFailure(error)
      if (failure.kind === 'stop' || failure.kind === 'unacceptable') throw error
      await wait(failure, failures, closing)
    }
  }
  return null
}

/** Sends what is left, then submits; null when the candidate turned back before that. */
export async function closeAttempt(
  { view, journal }: OpenAttempt,
  closing: Closing,
): Promise<Receipt | null> {
  const path = `/attempts/${view.attemptId}`
  await journal.drain()
  const receipt = await insist(() => api.post<Receipt>(`${path}/submission`), closing)
  if (receipt === null) return null
  if (journal.snapshot().pending > 0) {
    const closed = await api.get<AttemptView>(path).catch(() => null)
    await journal.refuseRest(acceptedIn(closed?.responses ?? {}))
  }
  return receipt
}
