import { availableParallelism } from 'node:os'
import type { MessagePort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { Refusal } from '../domain/refusal.ts'

/** What one task may take of memory; the service's own is out of its reach. */
const LARGEST_MB = 1024
const ASK_AGAIN_SECONDS = 5

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
  /** Ends what runs at once, and takes no more: nobody waits minutes for the service to stop. */
  readonly close: () => Promise<void>
}

/**
 * Threads that call one exported function; they start with the first task and end when idle. A
 * task that takes too long or too much ends alone. @throws Refusal as given, 'service-recovering'
 * once the pool is closed, or the reason of the signal handed in with a task
 */
export function createThreadPool<Task, Result>(thread: {
  readonly file: URL
  readonly name: string
  readonly longestMs: number
  /** What is said of a task that was ended. */
  readonly refusal: () => Refusal
}): ThreadPool<Task, Result> {
  const pool = new Piscina<Task, Result>({
    filename: thread.file.href,
    name: thread.name,
    minThreads: 0,
    maxThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
    idleTimeout: 10_000,
    resourceLimits: { maxOldGenerationSizeMb: LARGEST_MB },
  })
  // One each: a signal for all would remember every task there ever was.
  const running = new Set<AbortController>()
  let isClosed = false
  return {
    run: async (task, { signal: asked, transferred = [] } = {}) => {
      if (isClosed) throw stopping()
      const late = AbortSignal.timeout(thread.longestMs)
      const ending = new AbortController()
      const signal = AbortSignal.any([late, ending.signal, ...(asked ? [asked] : [])])
      running.add(ending)
      try {
        return await pool.run(task, { signal, transferList: transferred })
      } catch (error) {
        asked?.throwIfAborted()
        if (isClosed) throw stopping()
        const code = (error as { readonly code?: unknown }).code
        if (!late.aborted && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error
        throw thread.refusal()
      } finally {
        running.delete(ending)
      }
    },
    close: async () => {
      isClosed = true
      for (const ending of running) ending.abort()
      await pool.close({ force: true })
    },
  }
}

function stopping(): Refusal {
  const detail = 'the service is being stopped: ask again when it is back'
  return new Refusal('service-recovering', detail, [], ASK_AGAIN_SECONDS)
}
