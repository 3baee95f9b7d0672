import { sendFailure } from '../journal/send-failure.ts'

/**
 * Why a start has to wait: `busy` when the service said that it did nothing, so that no time has
 * begun; `unreachable` when nobody knows, as the reply may be what was lost; null when it is no
 * matter of waiting.
 */
export function startTrouble(error: unknown): 'busy' | 'unreachable' | null {
  const failure = sendFailure(error)
  if (failure.kind !== 'retry') return null
  return failure.offline || failure.retryAfterSeconds === null ? 'unreachable' : 'busy'
}
