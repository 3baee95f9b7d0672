import { parseCronItems, type Runner, run } from 'graphile-worker'
import type { Logger } from 'pino'
import { type DatabaseAddress, databaseUrl } from '../store/database-address.ts'
import { GRACE_SECONDS } from '../store/journal/journal-writer.ts'
import { loggable } from '../store/loggable-error.ts'
import { read, SYSTEM } from '../store/scope.ts'
import { calibrateItems } from '../workflows/calibrate-items.ts'
import { expireAttempt } from '../workflows/close-attempt.ts'
import type { Deps } from '../workflows/deps.ts'
import { screenExam } from '../workflows/screen-exam.ts'
import { workerLogger } from './worker-logger.ts'

/** Closes attempts whose time has run out, one transaction each. */
export async function closeOverdueAttempts(deps: Deps): Promise<number> {
  const before = new Date(deps.now().getTime() - GRACE_SECONDS * 1000)
  const overdue = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from attempt where state = 'running' and deadline_at < ${before}
      order by deadline_at limit 1000`,
  )
  await each(overdue, ({ id }) => expireAttempt(deps, id))
  return overdue.length
}

/** Screens exams whose window has closed and makes them final. */
export async function screenClosedExams(deps: Deps): Promise<number> {
  const before = new Date(deps.now().getTime() - GRACE_SECONDS * 1000)
  const closed = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from exam
      where published_at is not null and final_at is null and closes_at < ${before}
      order by closes_at limit 20`,
  )
  await each(closed, ({ id }) => screenExam(deps, id))
  return closed.length
}

/** Works out what final exams say about their items; again when a key was amended since. */
export async function calibrateFinalExams(deps: Deps): Promise<number> {
  const final = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select exam.id from exam where final_at is not null and (
        select count(*) from key_amendment
        join amendment_verdict on amendment_id = key_amendment.id and approved
        where key_amendment.exam_id = exam.id
      ) is distinct from (
        select amendment_count from item_calibration
        where exam_id = exam.id order by number desc limit 1
      ) order by final_at limit 5`,
  )
  await each(final, ({ id }) => calibrateItems(deps, id))
  return final.length
}

/** One that fails must not hold up the others; what failed is told when all have had a turn. */
async function each<T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  for (const value of values) {
    try {
      await act(value)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Starts the job worker: what runs later or long. Several processes share the same queue. */
export async function startWorker(
  deps: Deps,
  address: DatabaseAddress,
  logger: Logger,
): Promise<Runner> {
  return run({
    connectionString: databaseUrl(address),
    concurrency: 2,
    noHandleSignals: true,
    logger: workerLogger(logger),
    parsedCronItems: parseCronItems([
      { task: 'close-overdue-attempts', match: '* * * * *', identifier: 'close-overdue' },
      { task: 'screen-closed-exams', match: '* * * * *', identifier: 'screen-closed' },
      { task: 'calibrate-final-exams', match: '* * * * *', identifier: 'calibrate-final' },
    ]),
    taskList: {
      'close-overdue-attempts': tellingNothing(logger, async () => {
        const attempts = await closeOverdueAttempts(deps)
        if (attempts > 0) logger.info({ attempts }, 'overdue attempts closed')
      }),
      'screen-closed-exams': tellingNothing(logger, async () => {
        const exams = await screenClosedExams(deps)
        if (exams > 0) logger.info({ exams }, 'exams made final')
      }),
      'calibrate-final-exams': tellingNothing(logger, async () => {
        const exams = await calibrateFinalExams(deps)
        if (exams > 0) logger.info({ exams }, 'items calibrated')
      }),
    },
  })
}

/** The queue keeps and logs what a task throws: it must not quote what stands in rows. */
function tellingNothing(logger: Logger, task: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await task()
    } catch (error) {
      logger.error({ err: loggable(error) }, 'a job failed')
      throw new Error('the job failed; the log says where')
    }
  }
}
