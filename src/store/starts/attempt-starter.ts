import { type Batcher, createBatcher } from '../batcher.ts'
import type { Sql } from '../sql-pool.ts'
import { type Opening, type OpeningAsked, readOpenings } from './read-openings.ts'
import { type Start, type StartOutcome, writeStarts } from './write-starts.ts'

/** Begins attempts, those that arrive together by statements they share. */
export interface AttemptStarter {
  /**
   * Lets so many begin at once and the others wait; too many are sent away.
   * @throws Refusal 'service-busy' with when to come back, and what `begin` throws
   */
  readonly admit: <T>(begin: () => Promise<T>) => Promise<T>
  readonly open: (asked: OpeningAsked) => Promise<Opening>
  /** Settles after the commit. */
  readonly start: (start: Start) => Promise<StartOutcome>
  /** Waits until nothing is under way. */
  readonly drain: () => Promise<void>
}

/** Drawing and presenting forms is work of this process: more at once would only wait longer. */
const ADMITTED = { mostABatch: 1, mostAtOnce: 64, gather: 1, mostWaiting: 1500 } as const
const JOINED = { mostABatch: 100, mostAtOnce: 2, gather: 4, mostWaiting: 2000 } as const
/** Browsers wait twenty seconds at least. */
const LONGEST_WAIT_MS = 12_000

export function createAttemptStarter(sql: Sql): AttemptStarter {
  const longestWaitMs = LONGEST_WAIT_MS
  const admission: Batcher<() => Promise<unknown>, unknown> = createBatcher({
    ...{ ...ADMITTED, longestWaitMs },
    doAll: (works) => Promise.all(works.map((work) => work())),
  })
  const openings = createBatcher<OpeningAsked, Opening>({
    ...{ ...JOINED, longestWaitMs },
    doAll: (asked) => readOpenings(sql, asked),
  })
  const starts = createBatcher<Start, StartOutcome>({
    ...{ ...JOINED, longestWaitMs },
    doAll: (batch) => writeStarts(sql, batch),
  })
  return {
    admit: async <T>(begin: () => Promise<T>) => (await admission.ask(begin)) as T,
    open: openings.ask,
    start: starts.ask,
    drain: async () => {
      for (const each of [admission, openings, starts]) await each.drain()
    },
  }
}
