import { createPrivateKey, randomBytes, randomUUID, sign } from 'node:crypto'
import type { Runner } from 'graphile-worker'
import type { Logger } from 'pino'
import { hmacHex, sha256Hex } from './domain/digest.ts'
import { buildServer } from './http/build-server.ts'
import type { App } from './http/http-deps.ts'
import { startWorker } from './jobs/worker.ts'
import { type Database, openDatabase, prepareDatabase } from './store/database.ts'
import type { DatabaseAddress } from './store/database-address.ts'
import { createFrozenContent } from './store/frozen-content.ts'
import { createJournalWriter } from './store/journal/journal-writer.ts'
import { loadSigningKey } from './store/signing-key.ts'
import { createBankReader } from './workflows/bank-reader.ts'
import { createConflictFinder } from './workflows/conflict-finder.ts'
import type { Deps } from './workflows/deps.ts'
import { createExamAnalyst } from './workflows/exam-analyst.ts'
import { createExamCalibrator } from './workflows/exam-calibrator.ts'
import { createExamPlanner } from './workflows/exam-planner.ts'
import { createFormAssembler } from './workflows/form-assembler.ts'

/** The parts of a running service, put together; nothing listens yet. */
export interface Application {
  readonly database: Database
  readonly deps: Deps
  readonly server: App
  readonly startWorker: () => Promise<Runner>
  /** Stops taking requests, lets saves under way finish, lets go of the database. */
  readonly close: () => Promise<void>
}

export interface ApplicationOptions {
  readonly address: DatabaseAddress
  readonly logger: Logger
  readonly trustProxy: boolean
  /** The clock; tests and the demonstration bring their own. */
  readonly now?: () => Date
}

/** Migrates the database and puts the parts together. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { address, logger } = options
  await prepareDatabase(address)
  const database = await openDatabase(address)
  try {
    const now = options.now ?? (() => new Date())
    const { deps, tokenSecret } = await createDeps(database, now)
    const server = await buildServer({ deps, logger, tokenSecret, trustProxy: options.trustProxy })
    return {
      database,
      deps,
      server,
      startWorker: () => startWorker(deps, address, logger),
      close: async () => {
        // A stream of progress has no end before its order has.
        await Promise.all([server.close(), deps.formAssembler.close()])
        await deps.journal.drain()
        await Promise.all([
          deps.bankReader.close(),
          deps.conflictFinder.close(),
          deps.examPlanner.close(),
          deps.examCalibrator.close(),
          deps.examAnalyst.close(),
        ])
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function createDeps(
  database: Database,
  now: () => Date,
): Promise<{ readonly deps: Deps; readonly tokenSecret: string }> {
  const key = await loadSigningKey(database.orm, now())
  const privateKey = createPrivateKey(key.privatePem)
  const examPlanner = createExamPlanner()
  const deps: Deps = {
    orm: database.orm,
    sql: database.sql,
    journal: createJournalWriter(database.sql),
    frozen: createFrozenContent(database.sql, examPlanner.prepare),
    bankReader: createBankReader(),
    conflictFinder: createConflictFinder(),
    formAssembler: createFormAssembler(),
    examPlanner,
    examCalibrator: createExamCalibrator(),
    examAnalyst: createExamAnalyst(),
    now,
    newId: randomUUID,
    randomHex: (byteCount) => randomBytes(byteCount).toString('hex'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
    publicKeyPem: key.publicPem,
  }
  // Every process of an installation must accept the others' access tokens.
  return { deps, tokenSecret: hmacHex(sha256Hex(key.privatePem), 'access tokens') }
}
