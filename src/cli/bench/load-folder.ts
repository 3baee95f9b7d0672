import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseAddress } from '../../store/database-address.ts'
import { startEmbeddedPostgres } from '../../store/embedded/start-embedded-postgres.ts'
import { type DeliveryExam, prepareDeliveryExam } from './delivery-exam.ts'
import { withApplication } from './delivery-service.ts'

/** Gives a data folder that is gone, with whatever server still ran on it, when `use` has ended. */
export async function withDataFolder<T>(use: (dataFolder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'probity-load-'))
  const dataFolder = join(folder, 'data')
  try {
    // As root the server runs under another account, which has to pass through.
    await chmod(folder, 0o755)
    return await use(dataFolder)
  } finally {
    // A server that outlived its service is stopped by whoever attaches to it last.
    await withServer(dataFolder, async () => {})
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the database of a data folder while `use` lasts. */
export async function withServer<T>(
  dataFolder: string,
  use: (address: DatabaseAddress) => Promise<T>,
): Promise<T> {
  const embedded = await startEmbeddedPostgres({ dataFolder, log: () => {} })
  try {
    return await use(embedded.address)
  } finally {
    await embedded.stop()
  }
}

/** An open exam with signed-in candidates, on a data folder that no process uses. */
export function seedExam(dataFolder: string, candidates: number): Promise<DeliveryExam> {
  return withServer(dataFolder, (address) =>
    withApplication(address, (application) => prepareDeliveryExam(application, candidates)),
  )
}
