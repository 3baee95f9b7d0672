import { createApplication } from '../app.ts'
import { readConfig } from '../config.ts'
import { firstStartInvitation } from '../workflows/invite.ts'
import { createLogger } from './create-logger.ts'
import type { Readiness } from './processes/messages.ts'
import { serveMany } from './processes/serve-many.ts'
import { listenForStop, openConfiguredDatabase, runService } from './run-service.ts'

const DEFAULTS = { dataFolder: 'data/postgres', logLevel: 'info' }

/**
 * The API with its pages (and jobs, unless PROBITY_WORKER=apart), until stopped: in this process,
 * or in as many as asked for, here or by PROBITY_PROCESSES.
 */
export async function serve(options: { readonly processes?: string | undefined }): Promise<void> {
  const { processes } = options
  const asked = processes === undefined ? {} : { PROBITY_PROCESSES: processes }
  const config = readConfig({ ...process.env, ...asked }, DEFAULTS)
  const logger = createLogger(config.logLevel)
  if (config.processes > 1) {
    await serveMany(config, logger, (readiness) => {
      announce(readiness)
      process.stdout.write(
        `${config.processes} processes answer; restart them one by one: ` +
          `kill -HUP ${process.pid}\n`,
      )
    })
    return
  }
  const untilStopped = listenForStop(logger)
  const service = await runService(config, logger)
  const invitation = await firstStartInvitation(service.application.deps)
  announce({ url: service.url, invitation })
  await untilStopped(service.stop)
}

function announce({ url, invitation }: Readiness): void {
  process.stdout.write(`Probity is running: ${url}\n`)
  if (!invitation) return
  process.stdout.write(
    `Nobody is registered yet. Create the administrator (once, until ` +
      `${invitation.expiresAt.slice(0, 10)}): ${url}${invitation.path}\n`,
  )
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
    outside: config.outside,
    webhooksPrivate: config.webhooksPrivate,
  })
  await application.startWorker()
  process.stdout.write('The job worker is running.\n')
  await untilStopped(async () => {
    await application.close()
    await database.stop()
  })
}
