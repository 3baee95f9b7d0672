import { ApiProblem } from '../../shared/api-error.ts'

/** Why an attempt takes no more entries from this page. */
export type StopReason = 'time-limit-passed' | 'attempt-not-running' | 'not-yours'

export type SendFailure =
  | { readonly kind: 'retry'; readonly offline: boolean; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'stop'; readonly reason: StopReason }
  /** Something in the batch is not acceptable, now or later. */
  | { readonly kind: 'unacceptable'; readonly code: string }

const STOPS: Readonly<Record<string, StopReason>> = {
  'time-limit-passed': 'time-limit-passed',
  'attempt-not-running': 'attempt-not-running',
  'not-found': 'not-yours',
  'not-allowed': 'not-yours',
}

/** A 404 or 407 that is not the service's own: what stands before it does not let through now. */
function isBeforeService({ code, status }: ApiProblem): boolean {
  return code === `http-${status}` && (status === 404 || status === 407)
}

/** What to do about a batch that did not go through. */
export function sendFailure(error: unknown): SendFailure {
  if (!(error instanceof ApiProblem))
    return { kind: 'retry', offline: true, retryAfterSeconds: null }
  if (error.status === 401) return { kind: 'sign-in' }
  const reason = STOPS[error.code]
  if (reason !== undefined) return { kind: 'stop', reason }
  const wait = error.status === 408 || error.status === 425 || error.status === 429
  if (wait || error.status >= 500 || isBeforeService(error)) {
    return { kind: 'retry', offline: false, retryAfterSeconds: error.retryAfterSeconds }
  }
  return { kind: 'unacceptable', code: error.code }
}
