import { createBatcher } from '../batcher.ts'
import type { Sql } from '../sql-pool.ts'
import type { Save, Saved } from './save.ts'
import { writeSaves } from './write-saves.ts'

export interface JournalWriter {
  readonly save: (save: Save) => Promise<Saved>
  /** Waits until nothing is under way. */
  readonly drain: () => Promise<void>
}

/** Saves that wait on locks others hold; few, so that they keep no connection from the rest. */
const PATIENT = { mostABatch: 100, mostAtOnce: 2, gather: 1, mostWaiting: 2000 } as const
const PROMPT = { mostABatch: 400, mostAtOnce: 3, gather: 4, mostWaiting: 6000 } as const
const LONGEST_WAIT_MS = 8000

/**
 * Writes journals. Saves that arrive while writes are under way are joined into the next one.
 * Each is acknowledged only after the commit that holds it. Those of an attempt that is just
 * being closed wait apart, and hold up nobody else's.
 */
export function createJournalWriter(sql: Sql): JournalWriter {
  const patient = createBatcher<Save, Saved>({
    ...PATIENT,
    longestWaitMs: LONGEST_WAIT_MS,
    doAll: async (saves) => {
      const written = await writeSaves(sql, saves, { waits: true })
      return written.map((saved) => saved ?? NO_ATTEMPT)
    },
  })
  const prompt = createBatcher<Save, Saved | null>({
    ...PROMPT,
    longestWaitMs: LONGEST_WAIT_MS,
    doAll: (saves) => writeSaves(sql, saves, { waits: false }),
  })
  return {
    save: async (save) => (await prompt.ask(save)) ?? patient.ask(save),
    drain: async () => {
      await prompt.drain()
      await patient.drain()
    },
  }
}

const NO_ATTEMPT: Saved = {
  ...{ durable: [], taken: [], nextSequence: 1, deadlineAt: new Date(0), pausedUntil: null },
  ...{ claim: 0, noticeCount: 0, refused: 'not-running' },
}
