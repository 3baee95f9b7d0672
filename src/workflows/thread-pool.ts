import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'

/** What one task may take of memory; the service's own is out of its reach. */
const LARGEST_MB = 1024

/** Work that takes long runs beside the service: candidates' answers never wait for it. */
export interface ThreadPool<Task, Result> {
  readonly run: (task: Task) => Promise<Result>
  readonly close: () => Promise<void>
}

/**
 * Threads that call one exported function; they start with the first task and end when idle. A
 * task that takes too long or too much ends alone. @throws Refusal with the code given
 */
export function createThreadPool<Task, Result>(thread: {
  readonly file: URL
  readonly name: string
  readonly longestMs: number
  readonly refusal: { readonly code: RefusalCode; readonly detail: string }
}): ThreadPool<Task, Result> {
  const pool = new Piscina<Task, Result>({
    filename: thread.file.href,
    name: thread.name,
    minThreads: 0,
    maxThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_MB },
  })
  return {
    run: async (task) => {
      const signal = AbortSignal.timeout(thread.longestMs)
      try {
        return await pool.run(task, { signal })
      } catch (error) {
        const code = (error as { readonly code?: unknown }).code
        if (!signal.aborted && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error
        throw new Refusal(thread.refusal.code, thread.refusal.detail)
      }
    },
    close: () => pool.close({ force: true }),
  }
}
