import { Refusal } from '../domain/refusal.ts'
import type { ConflictView } from '../domain/scheduling/conflict-view.ts'
import type { PlannedForm } from './conflict-finder-thread.ts'
import { createThreadPool } from './thread-pool.ts'

const LONGEST_MS = 90_000

/** Finds out beside the service why a blueprint can't be met, and how it could. */
export interface ConflictFinder {
  readonly find: (planned: PlannedForm) => Promise<ConflictView>
  readonly close: () => Promise<void>
}

export function createConflictFinder(): ConflictFinder {
  const pool = createThreadPool<PlannedForm, ConflictView>({
    file: new URL('./conflict-finder-thread.ts', import.meta.url),
    name: 'findConflictInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('blueprint-infeasible', 'no answer was found in time'),
  })
  return { find: pool.run, close: pool.close }
}
