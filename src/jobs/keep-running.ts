import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type Runner, type RunnerOptions, run, type WorkerEvents } from 'graphile-worker'
import type { Logger } from 'pino'
import { loggable } from '../store/loggable-error.ts'

/** Before each attempt to begin again: whatever ends it may go on. */
const REST_MS = 1000

/**
 * With a delay, the queue itself sees to it when the end of a job can't be written down; without,
 * nobody does, and such a failure ends the whole process.
 */
const TOLD_LATER = { completeJobBatchDelay: 0, failJobBatchDelay: 0 } as const

/** What is under way, and when it takes no more jobs. */
interface Running {
  readonly runner: Runner
  /** By itself or because it was stopped; jobs under way may take longer. */
  readonly takesNoMore: Promise<unknown>
}

/**
 * Runs jobs until it is stopped, whatever happens to the database: a queue that ends by itself,
 * as it does when the end of a job can't be written down, begins again as soon as it can. It does
 * not wait for jobs under way, which may be long. Returns once the first one runs, with what stops
 * them all and lets jobs under way finish. Throws when the first one can't begin.
 */
export async function keepRunning(
  options: RunnerOptions,
  logger: Logger,
): Promise<() => Promise<void>> {
  const stopping = new AbortController()
  const ended: Promise<void>[] = []
  let current = await begin(options)

  async function beginAgain(): Promise<Running | null> {
    while (!stopping.signal.aborted) {
      // Aborted only by stopping.
      await wait(REST_MS, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) break
      try {
        return await begin(options)
      } catch (error) {
        logger.warn({ err: loggable(error) }, 'the job queue can not begin again yet')
      }
    }
    return null
  }

  async function goOn(): Promise<void> {
    for (;;) {
      const { runner, takesNoMore } = current
      ended.push(runner.promise.catch((error) => tellEnd(logger, error)))
      await takesNoMore
      if (stopping.signal.aborted) return
      logger.warn('the job queue ended by itself and begins again')
      const next = await beginAgain()
      if (!next) return
      current = next
      if (stopping.signal.aborted) await stopRunner(next.runner)
    }
  }

  const going = goOn()
  return async () => {
    stopping.abort()
    await stopRunner(current.runner)
    await going
    await Promise.all(ended)
  }
}

async function begin(options: RunnerOptions): Promise<Running> {
  const events: WorkerEvents = new EventEmitter()
  const { promise: shuttingDown, resolve } = Promise.withResolvers<void>()
  events.once('pool:gracefulShutdown', () => resolve())
  const runner = await run({ ...options, events, preset: { worker: TOLD_LATER } })
  const over = runner.promise.catch(() => {})
  return { runner, takesNoMore: Promise.race([shuttingDown, over]) }
}

/** One that has just ended by itself refuses to be stopped; its end is waited for like any other. */
async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop().catch(() => {})
}

function tellEnd(logger: Logger, error: unknown): void {
  logger.error({ err: loggable(error) }, 'the job queue ended with an error')
}
