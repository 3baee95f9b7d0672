import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { loggable } from '../store/loggable-error.ts'
import { read, SYSTEM } from '../store/scope.ts'
import type { Deps } from '../workflows/deps.ts'
import { postponeFailures } from './postpone.ts'

/** Acts and starts may bring an earlier deadline than the one that is waited for. */
const LONGEST_REST_MS = 5000
/** Two workers, or an attempt that can't be closed now, must not go round and round. */
const SHORTEST_REST_MS = 200

/** Closes what is due, by the ids that are left alone for a while; returns how many. */
type CloseDue = (postponed: ReturnType<typeof postponeFailures>) => Promise<number>

/**
 * Closes attempts within moments of their deadline and grace: sleeps until the next one, a few
 * seconds at most. Several processes may do so at once. Returns what ends it.
 */
export function closeWhenDue(deps: Deps, logger: Logger, closeDue: CloseDue): () => Promise<void> {
  const stopping = new AbortController()
  const postponed = postponeFailures(deps.now)

  async function closeOnce(): Promise<number> {
    try {
      const attempts = await closeDue(postponed)
      if (attempts > 0) logger.info({ attempts }, 'overdue attempts closed')
      return restUntil(deps, await nextDeadline(deps, postponed.ids()))
    } catch (error) {
      logger.error({ err: loggable(error) }, 'overdue attempts could not be closed')
      return LONGEST_REST_MS
    }
  }

  async function goOn(): Promise<void> {
    while (!stopping.signal.aborted) {
      const restMs = await closeOnce()
      // Aborted only by stopping.
      await wait(restMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const going = goOn()
  return async () => {
    stopping.abort()
    await going
  }
}

function restUntil(deps: Deps, deadlineAt: Date | null): number {
  if (deadlineAt === null) return LONGEST_REST_MS
  // The grace itself still belongs to the candidate.
  const dueMs = deadlineAt.getTime() + GRACE_SECONDS * 1000 + 1 - deps.now().getTime()
  return Math.max(SHORTEST_REST_MS, Math.min(LONGEST_REST_MS, dueMs))
}

/** The first deadline there is, by the index on running attempts; null where none runs. */
async function nextDeadline(deps: Deps, postponedIds: readonly string[]): Promise<Date | null> {
  const [row] = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ deadlineAt: Date }[]>`
      select deadline_at as "deadlineAt" from attempt
      where state = 'running' and id <> all(${[...postponedIds]}::uuid[])
      order by deadline_at limit 1`,
  )
  return row?.deadlineAt ?? null
}
