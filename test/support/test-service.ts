import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type t from 'tap'
import { type Application, createApplication } from '../../src/app.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded/start-embedded-postgres.ts'

type Test = Pick<typeof t, 'teardown'>

/** A clock that tests set; it stands still otherwise. */
export interface TestClock {
  readonly now: () => Date
  readonly set: (time: Date) => void
  readonly advance: (seconds: number) => void
}

export function createTestClock(start: Date): TestClock {
  let time = start.getTime()
  return {
    now: () => new Date(time),
    set: (to) => {
      time = to.getTime()
    },
    advance: (seconds) => {
      time += seconds * 1000
    },
  }
}

/** Where a run of all tests keeps a migrated database for its tests to copy. */
export const MADE_DATABASE = 'PROBITY_TEST_DATABASE'

/** An embedded PostgreSQL of its own without any rows, gone after the test. */
export async function startTestDatabase(test: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'probity-test-'))
  // As root the server runs under another account, which has to pass through.
  await chmod(folder, 0o755)
  // To make and to migrate one costs seconds; the copy is migrated again by whoever opens it.
  const made = process.env[MADE_DATABASE]
  if (made) await cp(made, join(folder, 'pg'), { recursive: true })
  const embedded = await startEmbeddedPostgres({ dataFolder: join(folder, 'pg'), log: () => {} })
  test.teardown(async () => {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return embedded
}

/** The whole application on a database of its own, called through `server.inject`. */
export async function startTestService(test: Test, clock?: TestClock): Promise<Application> {
  const embedded = await startTestDatabase(test)
  const application = await createApplication({
    address: embedded.address,
    logger: pino({ level: 'silent' }),
    trustProxy: false,
    ...(clock ? { now: clock.now } : {}),
  })
  // Teardowns run last first: the application lets go before the database stops.
  test.teardown(() => application.close())
  return application
}
