import { backoffMs } from '../journal/backoff.ts'
import { type SendFailure, sendFailure } from '../journal/send-failure.ts'

export type Trouble = 'unreachable' | 'signed-out'

export interface Insistence {
  /** Told before each wait; null when things move again. */
  readonly onTrouble: (trouble: Trouble | null) => void
  readonly waitForSignIn: () => Promise<void>
  /** Resolves when there is reason for a try at once: the network is back, the person asks. */
  readonly hurried?: () => Promise<void>
  readonly cancelled: () => boolean
}

/** Waits as long as the service asks, and then no longer than until somebody is in a hurry. */
async function pause(
  asked: { readonly leastMs: number; readonly ms: number },
  hurried?: () => Promise<void>,
): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, asked.leastMs))
  const ms = asked.ms - asked.leastMs
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    void hurried?.().then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function wait(failure: SendFailure, failures: number, how: Insistence): Promise<void> {
  if (failure.kind === 'sign-in') {
    how.onTrouble('signed-out')
    await how.waitForSignIn()
  } else if (failure.kind === 'retry') {
    how.onTrouble('unreachable')
    const { retryAfterSeconds } = failure
    const ms = backoffMs(failures, Math.random(), retryAfterSeconds)
    await pause({ leastMs: Math.max(0, retryAfterSeconds ?? 0) * 1000, ms }, how.hurried)
  }
  how.onTrouble(null)
}

/** Repeats a call until it goes through; a refusal comes out as an error, null if cancelled. */
export async function insist<Reply>(
  call: () => Promise<Reply>,
  how: Insistence,
): Promise<Reply | null> {
  for (let failures = 1; !how.cancelled(); failures++) {
    try {
      return await call()
    } catch (error) {
      const failure = sendFailure(error)
      if (failure.kind === 'stop' || failure.kind === 'unacceptable') throw error
      await wait(failure, failures, how)
    }
  }
  return null
}
