import { availableParallelism } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'

/** What one task may take of memory; the service's own is out of its reach. */
const LARGEST_MB = 1024

/** What a task may come with. */
interface Handed {
  /** Ends the task, and the thread's work on it, when aborted. */
  readonly signal?: AbortSignal
  /** Ports in the task, which the thread takes over. */
  readonly transferred?: MessagePort[]
}

/** Work that takes long runs beside the service: candidates' answers never wait for it. */
export interface ThreadPool<Task, Result> {
  readonly run: (task: Task, handed?: Handed) => Promise<Result>
  readonly close: () => Promise<void>
}

/**
 * Threads that call one exported function; they start with the first task and end when idle. A
 * task that takes too long or too much ends alone. @throws Refusal with the code given, or the
 * reason of the signal handed in with a task
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
    run: async (task, { signal: asked, transferred = [] } = {}) => {
      const late = AbortSignal.timeout(thread.longestMs)
      const signal = asked ? AbortSignal.any([late, asked]) : late
      try {
        return await pool.run(task, { signal, transferList: transferred })
      } catch (error) {
        asked?.throwIfAborted()
        const code = (error as { readonly code?: unknown }).code
        if (!late.aborted && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error
        throw new Refusal(thread.refusal.code, thread.refusal.detail)
      }
    },
    close: () => pool.close({ force: true }),
  }
}
