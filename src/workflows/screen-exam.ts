import { LockMode } from '@mikro-orm/postgresql'
import type { TimeParameters } from '../domain/bank/item.ts'
import { toBankEntries } from '../domain/delivery/answers.ts'
import { fitLognormalTimes } from '../domain/measurement/fit-lognormal-times.ts'
import { recordOf } from '../domain/settlement/attempt-evidence.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity, type ExamRecord, TimeCalibrationEntity } from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { readJournals } from '../store/journal/read-journal.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import { expireAttempt } from './close-attempt.ts'
import type { Deps } from './deps.ts'
import { holdKeys } from './exam-keys.ts'
import { lockAttempt } from './lock-attempt.ts'
import { settle } from './settle.ts'

/** Attempts, and times of one item, below which the times of a cohort say too little. */
const FEWEST_ATTEMPTS = 50
const FEWEST_TIMES_AN_ITEM = 20
const ATTEMPTS_A_BATCH = 200

/**
 * After the window: closes what is left open, estimates item times from the cohort, makes the
 * exam final and settles every attempt again. Every step can be repeated after a crash.
 */
export async function screenExam(deps: Deps, examId: string): Promise<void> {
  const attemptIds = await closeLeftOvers(deps, examId)
  const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id: examId }))
  if (exam.finalAt) return
  await calibrateTimes(deps, exam, attemptIds)
  await write(deps.orm, async (em) => {
    await holdKeys(em, examId)
    const locked = await em.findOneOrFail(
      ExamEntity,
      { id: examId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    )
    if (locked.finalAt) return
    // Every attempt in the transaction that makes the exam final: nobody's result comes first.
    em.assign(locked, { finalAt: deps.now() })
    await em.flush()
    for (const attemptId of attemptIds) {
      await lockAttempt(em, attemptId)
      await settle(deps, em, { attemptId, cause: 'screening' })
    }
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

async function closeLeftOvers(deps: Deps, examId: string): Promise<string[]> {
  const attempts = await write(deps.orm, (em) =>
    em.find(AttemptEntity, { examId }, { fields: ['id', 'state'], orderBy: { id: 'asc' } }),
  )
  for (const { id, state } of attempts) if (state === 'running') await expireAttempt(deps, id)
  return attempts.map(({ id }) => id)
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
