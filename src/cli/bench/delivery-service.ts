import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type Application, createApplication } from '../../app.ts'
import type { DatabaseAddress } from '../../store/database-address.ts'
import { startEmbeddedPostgres } from '../../store/embedded/start-embedded-postgres.ts'

/** Gives a database of its own in a temporary folder, and removes both when `use` has ended. */
export async function withDatabase<T>(use: (address: DatabaseAddress) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'))
  try {
    // As root the server runs under another account, which has to pass through.
    await chmod(folder, 0o755)
    const embedded = await startEmbeddedPostgres({ dataFolder: join(folder, 'pg'), log: () => {} })
    try {
      return await use(embedded.address)
    } finally {
      await embedded.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Gives the real application, which writes its log as in service, but to nowhere. */
export async function withApplication<T>(
  address: DatabaseAddress,
  use: (application: Application) => Promise<T>,
): Promise<T> {
  const logger = pino({ level: 'info' }, pino.destination({ dest: devNull, sync: false }))
  const application = await createApplication({ address, logger, trustProxy: false })
  try {
    return await use(application)
  } finally {
    await application.close()
  }
}

/** Lets the application listen on any free port of this machine, and tells which. */
export async function listenAnywhere({ server }: Application): Promise<number> {
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as { readonly port: number }).port
}
