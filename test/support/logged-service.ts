import { Writable } from 'node:stream'
import { pino } from 'pino'
import type t from 'tap'
import { type Application, createApplication } from '../../src/app.ts'
import { startTestDatabase } from './test-service.ts'

/** A service whose log is kept, down to the quietest level. */
export interface LoggedService {
  readonly application: Application
  /** The log so far, one JSON text a line. */
  readonly lines: () => string[]
}

/** The whole application on a database of its own, with its log caught. */
export async function startLoggedService(test: Pick<typeof t, 'teardown'>): Promise<LoggedService> {
  const embedded = await startTestDatabase(test)
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString('utf8').trimEnd().split('\n'))
      done()
    },
  })
  const application = await createApplication({
    address: embedded.address,
    logger: pino({ level: 'trace', base: null }, destination),
    trustProxy: false,
  })
  test.teardown(() => application.close())
  return { application, lines: () => [...lines] }
}
