import type { Logger } from 'pino'
import { type Application, createApplication } from '../app.ts'
import type { Config } from '../config.ts'
import { leaveConnections } from '../http/polite-close.ts'
import type { DatabaseAddress } from '../store/database-address.ts'
import { startEmbeddedPostgres } from '../store/embedded/start-embedded-postgres.ts'

/** A service that answers requests. */
export interface RunningService {
  readonly application: Application
  /** Where it listens, as people write it. */
  readonly url: string
  /** Where others take over, it waits so long for clients to go there; what runs is finished. */
  readonly stop: (patienceMs?: number) => Promise<void>
}

/** The database of a configuration: the outside one, or the embedded one started for us. */
export async function openConfiguredDatabase(
  config: Config,
  logger: Logger,
): Promise<{ readonly address: DatabaseAddress; readonly stop: () => Promise<unknown> }> {
  if (config.database) return { address: config.database, stop: async () => {} }
  const embedded = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    log: (event, details) => logger.info(details ?? {}, event),
  })
  return { address: embedded.address, stop: () => embedded.stop() }
}

/**
 * Database, migrations, API, pages and (where configured) jobs; listens when it returns.
 * @throws Error saying what to do when the port is taken
 */
export async function runService(config: Config, logger: Logger): Promise<RunningService> {
  const database = await openConfiguredDatabase(config, logger)
  try {
    const application = await createApplication({
      address: database.address,
      logger,
      trustProxy: config.trustProxy,
      publicUrl: config.publicUrl,
      processes: config.processes,
      outside: config.outside,
      webhooksPrivate: config.webhooksPrivate,
    })
    try {
      await application.startBeating()
      await listen(application, config)
      if (config.runsWorker) await application.startWorker()
      const port = (application.server.server.address() as { port: number }).port
      const host = config.host.includes(':') ? `[${config.host}]` : config.host
      return {
        application,
        url: config.publicUrl ?? `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
        stop: async (patienceMs = 0) => {
          if (patienceMs > 0) await leaveConnections(application.server, patienceMs)
          await application.close()
          await database.stop()
        },
      }
    } catch (error) {
      await application.close()
      throw error
    }
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function listen(application: Application, config: Config): Promise<void> {
  try {
    await application.server.listen({ host: config.host, port: config.port })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${config.port} on ${config.host} is taken, perhaps by Probity itself. ` +
          'Stop the other program, or choose another port: PORT=8090 npm start',
        { cause: error },
      )
    }
    if (code === 'EACCES') {
      throw new Error(`Port ${config.port} needs more rights; choose one above 1023 (PORT=8080).`, {
        cause: error,
      })
    }
    throw error
  }
}

/**
 * Listens for the wish to stop from now on, so that one during the start is granted after it
 * and leaves no database running. What it gives runs until then; a second signal ends at once.
 */
export function listenForStop(logger: Logger): (stop: () => Promise<void>) => Promise<void> {
  const asked = new Promise<void>((resolve) => {
    let isAsked = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(1)
        isAsked = true
        logger.info({ signal }, 'stopping')
        resolve()
      })
    }
  })
  return async (stop) => {
    await asked
    await stop()
  }
}
