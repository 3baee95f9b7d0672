import { createApplication } from '../app.ts'
import { readConfig } from '../config.ts'
import { firstStartInvitation } from '../workflows/invite.ts'
import { createLogger } from './create-logger.ts'
import { listenForStop, openConfiguredDatabase, runService } from './run-service.ts'

const DEFAULTS = { dataFolder: 'data/postgres', logLevel: 'info' }

/** The API with its pages (and jobs, unless PROBITY_WORKER=apart), until stopped. */
export async function serve(): Promise<void> {
  const config = readConfig(process.env, DEFAULTS)
  const logger = createLogger(config.logLevel)
  const untilStopped = listenForStop(logger)
  const service = await runService(config, logger)
  process.stdout.write(`Probity is running: ${service.url}\n`)
  const invitation = await firstStartInvitation(service.application.deps)
  if (invitation) {
    process.stdout.write(
      `Nobody is registered yet. Create the administrator (once, until ` +
        `${invitation.expiresAt.slice(0, 10)}): ${service.url}${invitation.path}\n`,
    )
  }
  await untilStopped(service.stop)
}

/** The job worker alone, beside any number of `serve` processes on the same database. */
export async function work(): Promise<void> {
  const config = readConfig(process.env, DEFAULTS)
  const logger = createLogger(config.logLevel)
  const untilStopped = listenForStop(logger)
  const database = await openConfiguredDatabase(config, logger)
  const application = await createApplication({
    address: database.address,
    logger,
    trustProxy: false,
  })
  const worker = await application.startWorker()
  process.stdout.write('The job worker is running.\n')
  await untilStopped(async () => {
    await worker.stop()
    await application.close()
    await database.stop()
  })
}
