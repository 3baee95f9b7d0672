import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import type { TimeParameters } from '../domain/bank/item.ts'
import { toBankEntries } from '../domain/delivery/answers.ts'
import { digestOf } from '../domain/digest.ts'
import { fitLognormalTimes } from '../domain/measurement/fit-lognormal-times.ts'
import { recordOf } from '../domain/settlement/attempt-evidence.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity, type ExamRecord, TimeCalibrationEntity } from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { readJournals } from '../store/journal/read-journal.ts'
import { GRACE_SECONDS } from '../store/journal/save.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import { calibrateItems } from './calibrate-items.ts'
import { expireAttempt } from './close-attempt.ts'
import {
  areKeysAsCompared,
  compareRetests,
  compareRetestsAgain,
  holdKeysOfRetests,
  keepRetests,
} from './compare-retests.ts'
import type { Deps } from './deps.ts'
import { drawSample } from './draw-sample.ts'
import { isComparedAsIs, screenCohortOf } from './screen-cohort.ts'
import { lockAndSettle } from './settle.ts'

/** Attempts, and times of one item, below which the times of a cohort say too little. */
const FEWEST_ATTEMPTS = 50
const FEWEST_TIMES_AN_ITEM = 20
const ATTEMPTS_A_BATCH = 200

/**
 * After the window: closes what is left open, estimates item times from the cohort, compares the
 * attempts with each other, makes the exam final and settles every attempt again. Every step can
 * be repeated after a crash. While an attempt has time left, as one reopened has, it does nothing.
 */
export async function screenExam(deps: Deps, examId: string): Promise<void> {
  const attemptIds = await closeLeftOvers(deps, examId)
  if (attemptIds === null) return
  const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id: examId }))
  if (exam.finalAt) return
  await calibrateTimes(deps, exam, attemptIds)
  await screenCohortOf(deps, exam)
  const retests = await compareRetests(deps, exam)
  await write(deps.orm, async (em) => {
    await holdKeysOfRetests(em, exam)
    const locked = await em.findOneOrFail(
      ExamEntity,
      { id: examId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    if (locked.finalAt || !(await areAllClosed(em, examId, attemptIds))) return
    // Reopened and closed again while the others were compared: at the next time of asking.
    if (!(await isComparedAsIs(em, examId))) return
    if (!(await areKeysAsCompared(em, retests))) return
    // Every attempt in the transaction that makes the exam final: nobody's result comes first.
    em.assign(locked, { finalAt: deps.now() })
    await em.flush()
    await lockAndSettle(deps, em, { attemptIds, cause: 'screening' })
    await drawSample(deps, em, { exam: locked, attemptIds })
    await keepRetests(deps, em, { exam: locked, laid: retests.laid })
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor: null,
      act: 'exam-final',
      subject: examId,
      detail: { attempts: attemptIds.length },
      at: deps.now(),
    })
  })
}

/**
 * After keys of a final exam were amended: compares its attempts again by the new keys, and settles
 * those again about which something else is found now; so are re-tests that they take part in.
 */
export async function screenAgain(deps: Deps, examId: string): Promise<void> {
  const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id: examId }))
  // Last, as it is what tells that all of it was done by the keys as they are now.
  await calibrateItems(deps, examId)
  if (!(await compareRetestsAgain(deps, examId))) return
  await screenCohortOf(deps, exam)
}

/** The exam's attempts, all closed; null when one still has time. */
async function closeLeftOvers(deps: Deps, examId: string): Promise<string[] | null> {
  const attempts = await write(deps.orm, (em) =>
    em.find(
      AttemptEntity,
      { examId },
      { fields: ['id', 'state', 'deadlineAt'], orderBy: { id: 'asc' } },
    ),
  )
  const open = attempts.filter(({ state }) => state === 'running')
  const before = deps.now().getTime() - GRACE_SECONDS * 1000
  if (open.some(({ deadlineAt }) => deadlineAt.getTime() >= before)) return null
  for (let from = 0; from < open.length; from += ATTEMPTS_A_BATCH) {
    const batch = open.slice(from, from + ATTEMPTS_A_BATCH)
    await Promise.all(batch.map(({ id }) => expireAttempt(deps, id)))
  }
  return attempts.map(({ id }) => id)
}

/** Whether the attempts that were compared are all there are, and none was reopened since. */
async function areAllClosed(
  em: EntityManager,
  examId: string,
  attemptIds: readonly string[],
): Promise<boolean> {
  const all = await em.count(AttemptEntity, { examId })
  const running = await em.count(AttemptEntity, { examId, state: 'running' })
  return all === attemptIds.length && running === 0
}

/** Estimates item times by the lognormal model; with too small a cohort the priors stay. */
async function calibrateTimes(
  deps: Deps,
  exam: ExamRecord,
  attemptIds: readonly string[],
): Promise<void> {
  if (attemptIds.length < FEWEST_ATTEMPTS) return
  const itemIds = new Map<string, number>()
  const times: ReadonlyMap<string, number>[] = []
  for (let from = 0; from < attemptIds.length; from += ATTEMPTS_A_BATCH) {
    const batch = attemptIds.slice(from, from + ATTEMPTS_A_BATCH)
    times.push(...(await timesOf(deps, exam, batch)))
  }
  for (const row of times) {
    for (const id of row.keys()) if (!itemIds.has(id)) itemIds.set(id, itemIds.size)
  }
  const matrix = times.map((row) => {
    const cells = new Float64Array(itemIds.size).fill(Number.NaN)
    for (const [id, seconds] of row) cells[itemIds.get(id) ?? 0] = seconds
    return cells
  })
  const fit = fitLognormalTimes(matrix)
  const items: Record<string, TimeParameters> = {}
  for (const [id, index] of itemIds) {
    const estimated = fit.items[index]
    const count = matrix.filter((row) => !Number.isNaN(row[index])).length
    if (estimated && count >= FEWEST_TIMES_AN_ITEM) items[id] = estimated
  }
  await write(deps.orm, async (em) => {
    if ((await em.count(TimeCalibrationEntity, { examId: exam.id })) > 0) return
    em.create(TimeCalibrationEntity, {
      examId: exam.id,
      speedDeviation: fit.speedDeviation,
      attemptCount: matrix.length,
      items,
      calibratedAt: deps.now(),
    })
    await em.flush()
    await appendLog(em, {
      chain: `exam:${exam.id}`,
      actor: null,
      act: 'times-calibrated',
      subject: exam.id,
      detail: {
        attempts: matrix.length,
        digest: digestOf({ speedDeviation: fit.speedDeviation, items }),
      },
      at: deps.now(),
    })
  })
}

/** Seconds per answered item of each attempt. */
async function timesOf(
  deps: Deps,
  exam: ExamRecord,
  attemptIds: readonly string[],
): Promise<ReadonlyMap<string, number>[]> {
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const attempts = await write(deps.orm, (em) => em.find(AttemptEntity, { id: [...attemptIds] }))
  const journals = await read(deps.sql, SYSTEM, (tx) => readJournals(tx, attemptIds))
  return attempts.map((attempt) => {
    const entries = toBankEntries(journals.get(attempt.id) ?? [], attempt.form, bank)
    const record = recordOf(
      {
        bank,
        form: attempt.form,
        entries,
        startedAt: attempt.startedAt,
        closedAt: attempt.closedAt ?? attempt.deadlineAt,
        pauses: attempt.pauses,
        calibration: null,
        // Times do not depend on keys.
        amendments: [],
      },
      { theta: 0, accommodated: false },
    )
    return new Map(
      record.items.flatMap(({ itemId, seconds }) => (seconds === null ? [] : [[itemId, seconds]])),
    )
  })
}
