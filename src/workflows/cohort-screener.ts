import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { CohortScreening } from '../domain/forensics/cohort/screening.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CohortTask, ScreeningProgress } from './cohort-screener-thread.ts'
import { createThreadPool } from './thread-pool.ts'

/** Hundreds of thousands of attempts take minutes; what takes longer than this hangs. */
const LONGEST_MS = 4 * 3_600_000

/** What is told while a cohort is screened; may be handed back to go on from there. */
export type OnScreened = (progress: ScreeningProgress) => void

/** Screens cohorts beside the service. */
export interface CohortScreener {
  readonly screen: (task: CohortTask, onProgress?: OnScreened) => Promise<CohortScreening>
  readonly close: () => Promise<void>
}

export function createCohortScreener(): CohortScreener {
  const pool = createThreadPool<CohortTask & { readonly port: MessagePort }, CohortScreening>({
    file: new URL('./cohort-screener-thread.ts', import.meta.url),
    name: 'screenInThread',
    longestMs: LONGEST_MS,
    refusal: () => new Refusal('took-too-long', 'the attempts were not compared in time'),
  })
  return {
    screen: async (task, onProgress) => {
      const { port1: told, port2: port } = new MessageChannel()
      told.on('message', (progress: ScreeningProgress) => onProgress?.(progress))
      try {
        return await pool.run({ ...task, port }, { transferred: [port] })
      } finally {
        told.close()
      }
    },
    close: pool.close,
  }
}
