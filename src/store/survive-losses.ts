import type { Logger } from 'pino'
import { loggable } from './loggable-error.ts'
import { isLost } from './sql-pool.ts'

/**
 * A lost connection fails the work on it, where that is awaited, and must not end the process with
 * everything else in it. But postgres.js 3.4.9 asks for the types of arrays on each new connection
 * and awaits the answer nowhere: a database that goes away just then would. From now on, until the
 * function it returns is called, that is only logged; any other error that nobody awaits still ends
 * the process.
 */
export function surviveLosses(logger: Logger): () => void {
  const onUnhandled = (error: unknown) => {
    if (!isLost(error)) throw error
    logger.warn({ err: loggable(error) }, 'a connection was lost as it was made')
  }
  process.on('unhandledRejection', onUnhandled)
  return () => process.off('unhandledRejection', onUnhandled)
}
