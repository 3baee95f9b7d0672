import { setTimeout as wait } from 'node:timers/promises'
import type { RunnerOptions, TaskList } from 'graphile-worker'
import { type Logger, pino } from 'pino'
import postgres from 'postgres'
import t from 'tap'
import { keepRunning } from '../../src/jobs/keep-running.ts'
import { workerLogger } from '../../src/jobs/worker-logger.ts'
import { databaseUrl, postgresJsOptions } from '../../src/store/database-address.ts'
import { startTestDatabase } from '../support/test-service.ts'

t.setTimeout(240_000)

const { address } = await startTestDatabase(t)
const { database } = address
const admin = postgres({ ...postgresJsOptions(address), database: 'postgres', max: 1 })
t.teardown(() => admin.end())

/** Ends all connections and lets nobody in, as a server that is down. */
async function shutOut(): Promise<void> {
  await admin.unsafe(`alter database "${database}" allow_connections false`)
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`
}

async function letIn(): Promise<void> {
  await admin.unsafe(`alter database "${database}" allow_connections true`)
}

async function add(task: string): Promise<void> {
  const sql = postgres({ ...postgresJsOptions(address), max: 1 })
  await sql`select graphile_worker.add_job(${task})`
  await sql.end()
}

function optionsFor(taskList: TaskList, logger: Logger): RunnerOptions {
  return {
    connectionString: databaseUrl(address),
    concurrency: 2,
    pollInterval: 100,
    noHandleSignals: true,
    logger: workerLogger(logger),
    parsedCronItems: [],
    taskList,
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const latest = performance.now() + 60_000
  while (!isSo()) {
    if (performance.now() > latest) throw new Error(`never ${what}`)
    await wait(20)
  }
}

t.test('jobs go on after a database that was away when one ended, or failed', async (t) => {
  const lines: string[] = []
  const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) })
  const begun: string[] = []
  const long = Promise.withResolvers<void>()
  let isLongOver = false
  const cutOff = async (name: string) => {
    begun.push(name)
    await shutOut()
  }
  const stop = await keepRunning(
    optionsFor(
      {
        ends: () => cutOff('ends'),
        fails: async () => {
          await cutOff('fails')
          throw new Error('no database')
        },
        long: async () => {
          begun.push('long')
          await long.promise
          isLongOver = true
        },
        next: async () => void begun.push('next'),
      },
      logger,
    ),
    logger,
  )
  await add('long')
  await until(() => begun.includes('long'), 'began the long one')
  for (const name of ['fails', 'ends']) {
    await add(name)
    await until(() => begun.includes(name), `began ${name}`)
    const told = () => lines.filter((line) => /can not begin again yet/.test(line)).length
    const before = told()
    await until(() => told() > before, 'tried to begin again')
    await letIn()
    begun.length = 0
    await add('next')
    await until(() => begun.includes('next'), `did the next one after ${name}`)
    t.notOk(isLongOver, 'without waiting for what takes long')
  }
  const stopped = stop()
  long.resolve()
  await stopped
  t.ok(isLongOver, 'jobs under way come to their end')
})

t.test('it ends while the database is away', async (t) => {
  const logger = pino({ level: 'silent' })
  let isOut = false
  const fails = async () => {
    await shutOut()
    isOut = true
    throw new Error('no database')
  }
  const stop = await keepRunning(optionsFor({ fails }, logger), logger)
  await add('fails')
  await until(() => isOut, 'failed')
  await wait(300)
  await stop()
  t.pass()
  await letIn()
})

t.test('a first start without a database is told', async (t) => {
  const logger = pino({ level: 'silent' })
  const options = { ...optionsFor({}, logger), connectionString: 'postgres://localhost:1/none' }
  await t.rejects(keepRunning(options, logger))
})
