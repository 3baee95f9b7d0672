import type { Logger } from 'pino'
import type { Config } from '../../config.ts'
import { listenForStop, openConfiguredDatabase } from '../run-service.ts'
import { createFork } from './fork-child.ts'
import type { Part, Readiness } from './messages.ts'
import { supervise } from './supervise.ts'

/**
 * Runs the service as several processes on one port, with the database and the processes in the
 * care of this one, until it is stopped. SIGHUP restarts them one by one without a lost request.
 * @throws Error saying what to do when they can't start
 */
export async function serveMany(
  config: Config,
  logger: Logger,
  announce: (readiness: Readiness) => void,
): Promise<void> {
  const untilStopped = listenForStop(logger)
  const database = await openConfiguredDatabase(config, logger)
  const parts = Array.from({ length: config.processes }, (): Part => 'api')
  const supervision = supervise({
    parts: config.runsWorker ? [...parts, 'jobs'] : parts,
    fork: createFork(config, database.address),
    logger,
  })
  const stop = async () => {
    await supervision.stop()
    await database.stop()
  }
  try {
    const [first] = await supervision.ready
    process.on('SIGHUP', () => {
      logger.info({}, 'restarting one process after the other')
      supervision.restart().catch((error: unknown) => {
        logger.error({ err: error }, 'the restart failed; who was not restarted goes on')
      })
    })
    if (first) announce(first)
  } catch (error) {
    await stop()
    throw error
  }
  await untilStopped(stop)
}
