import { closingOf, expire } from '../domain/delivery/attempt.ts'
import type { Receipt } from '../domain/delivery/views.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Batcher, createBatcher } from '../store/batcher.ts'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { write } from '../store/scope.ts'
import type { Closable } from '../store/settling/lock-closable.ts'
import { type Answer, type ClosingOrder, closeAttempts } from './close-attempts.ts'
import type { Deps } from './deps.ts'

/** Attempts closed in one transaction; one batch is worked out while another is written. */
const CLOSINGS = { mostABatch: 32, mostAtOnce: 2, gather: 1 } as const
/** Pages wait twenty seconds, and come back when told to. */
const SUBMITTING = { ...CLOSINGS, mostWaiting: 2000, longestWaitMs: 12_000 } as const
/** The job brings a bounded number at a time, and nobody waits for its answers. */
const EXPIRING = { ...CLOSINGS, mostWaiting: Infinity, longestWaitMs: Infinity } as const

type Closer = Batcher<ClosingOrder, Answer>

interface Closings {
  readonly submit: Closer
  /** Apart, so that nobody who submits waits for a thousand whose time has run out. */
  readonly expire: Closer
}

/** One pair for each set of dependencies: each has its own database and clock. */
const closings = new WeakMap<Deps, Closings>()

/**
 * Closes the candidate's attempt and hands out the signed receipt; doing it again gives the
 * same receipt. `claim` is the submitting page's: while there is time, only the live page ends
 * the work of all.
 * @throws Refusal 'not-found', 'page-superseded', 'service-busy' when too many submit, and
 *   'service-recovering' when nobody knows yet whether it was closed
 */
export async function submitAttempt(
  deps: Deps,
  candidateId: string,
  attemptId: string,
  claim?: number,
): Promise<Receipt> {
  const decide = (attempt: Closable | undefined) => {
    if (attempt?.candidateId !== candidateId) throw new Refusal('not-found', 'no such attempt')
    if (attempt.receipt) return attempt.receipt
    const closing = closingOf(attempt.deadlineAt, deps.now(), GRACE_SECONDS)
    if (closing.closedBy === 'candidate' && claim !== undefined && claim < attempt.claim) {
      throw new Refusal('page-superseded', 'a page opened later goes on with the attempt')
    }
    return closing
  }
  const answer = await closingsOf(deps).submit.ask({ attemptId, decide })
  return answer() as Receipt
}

/**
 * Closes an attempt whose time has run out; does nothing when it has been closed meanwhile.
 * @throws Refusal 'attempt-not-running' when it still has time
 */
export async function expireAttempt(deps: Deps, attemptId: string): Promise<void> {
  const decide = (attempt: Closable | undefined) => {
    if (attempt?.state !== 'running') return null
    return expire(attempt, deps.now(), GRACE_SECONDS)
  }
  const answer = await closingsOf(deps).expire.ask({ attemptId, decide })
  answer()
}

function closingsOf(deps: Deps): Closings {
  const doAll = (orders: readonly ClosingOrder[]) =>
    write(deps.orm, (em) => closeAttempts(deps, em, orders))
  const known = closings.get(deps) ?? {
    submit: createBatcher({ ...SUBMITTING, doAll }),
    expire: createBatcher({ ...EXPIRING, doAll }),
  }
  closings.set(deps, known)
  return known
}
