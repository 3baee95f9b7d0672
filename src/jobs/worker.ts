import { parseCronItems, type RunnerOptions, type TaskList } from 'graphile-worker'
import type { Logger } from 'pino'
import { Refusal } from '../domain/refusal.ts'
import { beatIsFresh } from '../store/beat.ts'
import { type DatabaseAddress, databaseUrl } from '../store/database-address.ts'
import { holdExam } from '../store/hold-exam.ts'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { loggable } from '../store/loggable-error.ts'
import { read, SYSTEM } from '../store/scope.ts'
import { announceOverdueAppeals } from '../workflows/announce-overdue-appeals.ts'
import { assignCases } from '../workflows/assign-cases.ts'
import { calibrateItems } from '../workflows/calibrate-items.ts'
import { expireAttempt } from '../workflows/close-attempt.ts'
import { deliverMessages } from '../workflows/deliver-messages.ts'
import type { Deps } from '../workflows/deps.ts'
import { evaluateEndedCycles } from '../workflows/evaluate-ended-cycles.ts'
import { expireCredits } from '../workflows/expire-credits.ts'
import { makeCheckpoint } from '../workflows/make-checkpoint.ts'
import { forgetForms, prepareForms } from '../workflows/prepare-forms.ts'
import { publishCheckpoints } from '../workflows/publish-checkpoints.ts'
import { screenAgain, screenExam } from '../workflows/screen-exam.ts'
import { stampCheckpoint } from '../workflows/stamp-checkpoint.ts'
import { closeWhenDue } from './close-when-due.ts'
import { keepRunning } from './keep-running.ts'
import { onceAtATime } from './once-at-a-time.ts'
import { type Postponed, postponeFailures } from './postpone.ts'
import { workerLogger } from './worker-logger.ts'

/** The whole log is signed at most so often. */
const CHECKPOINTS_APART_MS = 10 * 60_000

/** Closes attempts whose time has run out; one that can't be closed keeps no other from it. */
export async function closeOverdueAttempts(
  deps: Deps,
  postponed: Postponed = postponeFailures(deps.now),
): Promise<number> {
  // Time that the service was away is given back first.
  if (!(await beatIsFresh(deps.sql, deps.now()))) return 0
  const before = new Date(deps.now().getTime() - GRACE_SECONDS * 1000)
  const overdue = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from attempt where state = 'running' and deadline_at < ${before}
        and id <> all(${postponed.ids()}::uuid[])
      order by deadline_at limit 1000`,
  )
  await together(overdue, ({ id }) => orPostpone(postponed, id, () => expireIfDue(deps, id)))
  return overdue.length
}

/** An attempt that was given time in between is none of the job's business any more. */
async function expireIfDue(deps: Deps, attemptId: string): Promise<void> {
  try {
    await expireAttempt(deps, attemptId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/**
 * Screens exams whose window has closed, and the deadlines of all attempts with it, and makes them
 * final; none that another process is at.
 */
export async function screenClosedExams(
  deps: Deps,
  postponed: Postponed = postponeFailures(deps.now),
): Promise<number> {
  if (!(await beatIsFresh(deps.sql, deps.now()))) return 0
  const before = new Date(deps.now().getTime() - GRACE_SECONDS * 1000)
  const closed = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select id from exam
      where published_at is not null and final_at is null and closes_at < ${before}
        and closes_at + make_interval(secs => extended_seconds) < ${before}
        and not exists (select 1 from attempt where exam_id = exam.id and state = 'running'
          and deadline_at >= ${before})
        and id <> all(${postponed.ids()}::uuid[])
      order by closes_at limit 20`,
  )
  return eachHeld(deps, closed, { postponed, act: (id) => screenExam(deps, id) })
}

/** Compares the attempts of final exams again whose keys were amended since. */
export async function screenAmendedExams(
  deps: Deps,
  postponed: Postponed = postponeFailures(deps.now),
): Promise<number> {
  const amended = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string }[]>`
      select exam.id from exam
      join lateral (select amendment_count from cohort_screening
        where exam_id = exam.id order by number desc limit 1) as screened on true
      where final_at is not null and amendment_count <> (
        select count(*) from key_amendment
        join amendment_verdict on amendment_id = key_amendment.id and approved
        where key_amendment.exam_id = exam.id
      ) and exam.id <> all(${postponed.ids()}::uuid[])
      order by final_at limit 5`,
  )
  return eachHeld(deps, amended, { postponed, act: (id) => screenAgain(deps, id) })
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

/** Long work about exams: counts those done here; what fails waits before it is tried again. */
async function eachHeld(
  deps: Deps,
  exams: readonly { readonly id: string }[],
  {
    postponed,
    act,
  }: { readonly postponed: Postponed; readonly act: (id: string) => Promise<void> },
): Promise<number> {
  let done = 0
  await each(exams, ({ id }) =>
    orPostpone(postponed, id, async () => {
      if (await holdExam(deps.sql, id, () => act(id))) done += 1
    }),
  )
  return done
}

/** Work about one record; when it fails, it waits before it is tried again. */
async function orPostpone(
  postponed: Postponed,
  id: string,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
    postponed.succeeded(id)
  } catch (error) {
    postponed.failed(id)
    throw error
  }
}

/** All at once, so that they are written together; what failed is told when all are through. */
async function together<T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> {
  const done = await Promise.allSettled(values.map(act))
  for (const one of done) if (one.status === 'rejected') throw one.reason
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

/** What runs beside requests, until it is stopped. */
export interface Worker {
  /** Lets jobs under way finish; asked again, it waits for the same end. */
  readonly stop: () => Promise<void>
}

/** Starts the job worker: what runs later or long. Several processes share the same queue. */
export async function startWorker(
  deps: Deps,
  address: DatabaseAddress,
  logger: Logger,
): Promise<Worker> {
  const postponed = postponeFailures(deps.now)
  const options: RunnerOptions = {
    connectionString: databaseUrl(address),
    // A hand for each task: exams are screened in time, however long others are calibrated.
    concurrency: 3,
    noHandleSignals: true,
    logger: workerLogger(logger),
    parsedCronItems: parseCronItems([
      { task: 'screen-closed-exams', match: '* * * * *', identifier: 'screen-closed' },
      { task: 'assign-cases', match: '* * * * *', identifier: 'assign-cases' },
      { task: 'calibrate-final-exams', match: '* * * * *', identifier: 'calibrate-final' },
      { task: 'sign-log', match: '* * * * *', identifier: 'sign-log' },
      { task: 'deliver-messages', match: '* * * * *', identifier: 'deliver-messages' },
      { task: 'announce-overdue', match: '47 * * * *', identifier: 'announce-overdue' },
      { task: 'expire-credits', match: '17 * * * *', identifier: 'expire-credits' },
      // Cycles end with a year; late results and appeals are followed for a while.
      { task: 'evaluate-cycles', match: '17 */6 * * *', identifier: 'evaluate-cycles' },
      { task: 'prepare-forms', match: '* * * * *', identifier: 'prepare-forms' },
    ]),
    taskList: tasksOf(deps, logger, postponed),
  }
  const stopJobs = await keepRunning(options, logger)
  const stopClosing = closeWhenDue(deps, logger, (ids) => closeOverdueAttempts(deps, ids))
  const stop = async () => {
    await Promise.all([stopClosing(), stopJobs()])
  }
  let stopping: Promise<void> | null = null
  return {
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** What is done each minute or hour. */
function tasksOf(deps: Deps, logger: Logger, postponed: Postponed): TaskList {
  return {
    'screen-closed-exams': quietly(logger, async () => {
      const exams = await screenClosedExams(deps, postponed)
      if (exams > 0) logger.info({ exams }, 'exams made final')
      const again = await screenAmendedExams(deps, postponed)
      if (again > 0) logger.info({ exams: again }, 'attempts compared again by amended keys')
    }),
    'assign-cases': quietly(logger, async () => {
      const seats = await assignCases(deps)
      if (seats > 0) logger.info({ seats }, 'cases given to auditors')
    }),
    'calibrate-final-exams': quietly(logger, async () => {
      const exams = await calibrateFinalExams(deps)
      if (exams > 0) logger.info({ exams }, 'items calibrated')
    }),
    'sign-log': quietly(logger, async () => {
      await makeCheckpoint(deps, { atLeastApartMs: CHECKPOINTS_APART_MS })
      const { added, mended } = await publishCheckpoints(deps)
      if (mended) logger.warn(mended, 'a half-written line of the checkpoint file was mended')
      if (added > 0) logger.info({ checkpoints: added }, 'checkpoints written outside')
      await stampCheckpoint(deps)
    }),
    'deliver-messages': quietly(logger, async () => {
      while ((await deliverMessages(deps)) > 0);
    }),
    'announce-overdue': quietly(logger, async () => {
      const appeals = await announceOverdueAppeals(deps)
      if (appeals > 0) logger.warn({ appeals }, 'appeals are undecided after their date')
    }),
    'expire-credits': quietly(logger, async () => {
      const origins = await expireCredits(deps)
      if (origins > 0) logger.info({ origins }, 'credits expired with their cycle')
    }),
    'evaluate-cycles': quietly(logger, async () => {
      const standings = await evaluateEndedCycles(deps)
      if (standings > 0) logger.info({ standings }, 'standings of ended cycles worked out')
    }),
    'prepare-forms': quietly(logger, async () => {
      await forgetForms(deps)
      const forms = await prepareForms(deps)
      if (forms > 0) logger.info({ forms }, 'forms prepared')
    }),
  }
}

/** The queue keeps and logs what a task throws: it must not quote what stands in rows. */
function quietly(logger: Logger, task: () => Promise<void>): () => Promise<void> {
  return onceAtATime(async () => {
    try {
      await task()
    } catch (error) {
      // Stopped with the service, or before it is whole again: the next minute's run goes on.
      if (error instanceof Refusal && error.code === 'service-recovering') {
        logger.info('a job was cut off; it begins again')
        return
      }
      logger.error({ err: loggable(error) }, 'a job failed')
      throw new Error('the job failed; the log says where')
    }
  })
}
