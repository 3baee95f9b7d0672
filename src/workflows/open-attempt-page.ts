import { Refusal } from '../domain/refusal.ts'
import { inScope, SYSTEM } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/**
 * Makes the page that asks the live one of a running attempt: whatever was opened before has a
 * lower claim from now on, and is told. Returns the page's claim, which one opened a moment later
 * has passed already; null for a closed attempt, which has no live page and stays as it is.
 * @throws Refusal 'not-found'
 */
export async function openAttemptPage(
  deps: Pick<Deps, 'sql'>,
  candidateId: string,
  attemptId: string,
): Promise<number | null> {
  return inScope(deps.sql, SYSTEM, async (tx) => {
    const opened = await tx<{ claim: number }[]>`
      update attempt set claim = claim + 1
      where id = ${attemptId} and candidate_id = ${candidateId} and state = 'running'
      returning claim`
    const [row] = opened
    // Nobody is to be told of the first opening; commits that notify wait for each other.
    if (row && row.claim > 1) await tx`select pg_notify('probity_attempt', ${attemptId})`
    if (row) return row.claim
    const closed = await tx`
      select 1 from attempt where id = ${attemptId} and candidate_id = ${candidateId}`
    if (closed.length === 0) throw new Refusal('not-found', 'no such attempt')
    return null
  })
}
