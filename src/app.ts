import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  randomUUID,
  sign,
} from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { hmacHex, sha256Hex } from './domain/digest.ts'
import { buildServer } from './http/build-server.ts'
import type { App } from './http/http-deps.ts'
import { keepBeating } from './jobs/keep-beating.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import { createLogTrees } from './store/checkpoints/log-tree.ts'
import { createContactWriter } from './store/contacts/contact-writer.ts'
import { type Database, openDatabase, prepareDatabase } from './store/database.ts'
import type { DatabaseAddress } from './store/database-address.ts'
import { createFrozenContent } from './store/frozen-content.ts'
import { createJournalWriter } from './store/journal/journal-writer.ts'
import { createWakeups } from './store/listen.ts'
import { loggable } from './store/loggable-error.ts'
import { loadSigningKey } from './store/signing-key.ts'
import { createAttemptStarter } from './store/starts/attempt-starter.ts'
import { surviveLosses } from './store/survive-losses.ts'
import { createBankReader } from './workflows/bank-reader.ts'
import { createBulletinMaker } from './workflows/bulletin-maker.ts'
import { createCohortScreener } from './workflows/cohort-screener.ts'
import { createConflictFinder } from './workflows/conflict-finder.ts'
import { createCredentialSigner } from './workflows/credential-signer.ts'
import type { Deps } from './workflows/deps.ts'
import { createExamAnalyst } from './workflows/exam-analyst.ts'
import { createExamCalibrator } from './workflows/exam-calibrator.ts'
import { createExamPlanner } from './workflows/exam-planner.ts'
import { createFormAssembler } from './workflows/form-assembler.ts'
import { NOTHING_OUTSIDE, type Outside } from './workflows/outside.ts'
import { createWebhookPoster } from './workflows/webhook-poster.ts'

/** The parts of a running service, put together; nothing listens yet. */
export interface Application {
  readonly database: Database
  readonly deps: Deps
  readonly server: App
  readonly startWorker: () => Promise<Worker>
  /**
   * Says from now on that the service is there; before it returns, time that it was away has been
   * given back. For processes that take requests, before they listen.
   */
  readonly startBeating: () => Promise<void>
  /**
   * Stops taking requests, ends the job worker, lets what is under way finish, lets go of the
   * database. Long work beside the service is ended, for who asked for it to ask again.
   */
  readonly close: () => Promise<void>
}

export interface ApplicationOptions {
  readonly address: DatabaseAddress
  readonly logger: Logger
  readonly trustProxy: boolean
  /** How people reach the service; where it is left out, as each request came. */
  readonly publicUrl?: string | null
  /** Processes that share the database's connections; one unless told. */
  readonly processes?: number
  /** The clock; tests and the demonstration bring their own. */
  readonly now?: () => Date
  /** Whether webhooks may go to addresses inside the own network, and by http; no unless told. */
  readonly webhooksPrivate?: boolean
  /** Where checkpoints of the log go; nowhere unless told. */
  readonly outside?: Outside
}

/** Requests and jobs that wait for long work beside the service are waited for so long. */
const LONG_WORK_ENDS_MS = 5000

/** Migrates the database and puts the parts together. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { address, logger } = options
  await prepareDatabase(address)
  const endSurviving = surviveLosses(logger)
  const database = await openDatabase(address, options.processes)
  try {
    const now = options.now ?? (() => new Date())
    const { deps, tokenSecret } = await createDeps(database, options, now)
    const server = await buildServer({
      deps,
      logger,
      tokenSecret,
      trustProxy: options.trustProxy,
      publicUrl: options.publicUrl ?? null,
    })
    const beating = keepBeating(deps, logger)
    const workers: Worker[] = []
    return {
      database,
      deps,
      server,
      startBeating: beating.start,
      startWorker: async () => {
        const worker = await startWorker(deps, address, logger)
        workers.push(worker)
        return worker
      },
      close: async () => {
        await endRequestsAndJobs(server, deps, workers)
        await Promise.all([deps.journal.drain(), deps.starts.drain()])
        await Promise.all([beating.stop(), deps.wakeups.close()])
        await database.close()
        endSurviving()
      },
    }
  } catch (error) {
    await database.close()
    endSurviving()
    throw error
  }
}

async function endRequestsAndJobs(
  server: App,
  deps: Deps,
  workers: readonly Worker[],
): Promise<void> {
  const ended = Promise.all([
    server.close(),
    // A stream of progress has no end before its order has.
    deps.formAssembler.close(),
    ...workers.map((worker) => worker.stop()),
  ])
  const patience = new AbortController()
  const late = wait(LONG_WORK_ENDS_MS, undefined, { signal: patience.signal })
  try {
    await Promise.race([ended, late])
  } finally {
    patience.abort()
    // Aborted when all had ended before.
    late.catch(() => {})
  }
  await Promise.all([
    deps.bankReader.close(),
    deps.conflictFinder.close(),
    deps.examPlanner.close(),
    deps.examCalibrator.close(),
    deps.examAnalyst.close(),
    deps.bulletinMaker.close(),
    deps.cohortScreener.close(),
  ])
  await ended
}

async function createDeps(
  database: Database,
  { logger, outside, webhooksPrivate }: ApplicationOptions,
  now: () => Date,
): Promise<{ readonly deps: Deps; readonly tokenSecret: string }> {
  const key = await loadSigningKey(database.orm, now())
  const privateKey = createPrivateKey(key.privatePem)
  const keys = new Map<string, Buffer>()
  // One key a purpose; every process of an installation derives the same.
  const keyFor = (purpose: string) => hmacHex(sha256Hex(key.privatePem), purpose)
  const keyedDigest = (purpose: string, text: string) => {
    const secret = keys.get(purpose) ?? Buffer.from(keyFor(purpose), 'hex')
    keys.set(purpose, secret)
    return createHmac('sha256', secret).update(text, 'utf8').digest('hex')
  }
  const examPlanner = createExamPlanner()
  const deps: Deps = {
    orm: database.orm,
    sql: database.sql,
    journal: createJournalWriter(database.sql),
    starts: createAttemptStarter(database.sql),
    contacts: createContactWriter(database.sql, keyedDigest),
    wakeups: createWakeups({
      address: database.address,
      newId: randomUUID,
      onLost: (error) => logger.warn({ err: loggable(error) }, 'notifications were lost'),
    }),
    logTrees: createLogTrees(database.sql),
    frozen: createFrozenContent(database.sql, examPlanner.prepare),
    bankReader: createBankReader(),
    conflictFinder: createConflictFinder(),
    formAssembler: createFormAssembler(),
    examPlanner,
    examCalibrator: createExamCalibrator(),
    examAnalyst: createExamAnalyst(),
    bulletinMaker: createBulletinMaker(),
    cohortScreener: createCohortScreener(),
    outside: outside ?? NOTHING_OUTSIDE,
    now,
    newId: randomUUID,
    randomHex: (byteCount) => randomBytes(byteCount).toString('hex'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), privateKey).toString('base64'),
    publicKeyPem: key.publicPem,
    keyedDigest,
    credentials: createCredentialSigner(privateKey, createPublicKey(key.publicPem)),
    webhooks: createWebhookPoster(webhooksPrivate ?? false),
  }
  // Every process of an installation must accept the others' access tokens.
  return { deps, tokenSecret: keyFor('access tokens') }
}
