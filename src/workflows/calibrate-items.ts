import type { EntityManager } from '@mikro-orm/postgresql'
import { latestResponses, toBankEntries } from '../domain/delivery/answers.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CalibratedAttempt } from '../domain/settlement/calibrate-exam.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity, type ExamRecord, ItemCalibrationEntity } from '../store/entities/exam.ts'
import { CaseEntity } from '../store/entities/review.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { readJournals } from '../store/journal/read-journal.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { loadAmendments } from './load-amendments.ts'

const ATTEMPTS_A_BATCH = 500

/**
 * Works out what a final exam says about its items and keeps it; doing it again with the same
 * amended keys changes nothing. Attempts that a case has not cleared are left out: answers that
 * may be somebody else's must not move the scale. Results do not change by it.
 * @throws Refusal 'window-still-open' before the exam is final
 */
export async function calibrateItems(deps: Deps, examId: string): Promise<void> {
  const exam = await write(deps.orm, (em) => em.findOneOrFail(ExamEntity, { id: examId }))
  if (!exam.finalAt) throw new Refusal('window-still-open', 'the exam is not final yet')
  const amendments = await write(deps.orm, (em) => loadAmendments(em, examId))
  const known = await write(deps.orm, (em) => latestOf(em, examId))
  if (known?.amendmentCount === amendments.length) return
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const attempts = await undoubtedAttempts(deps, exam)
  const content = await deps.examCalibrator.calibrate({ bank, attempts, amendments })
  await write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 3))', [examId])
    const last = await latestOf(em, examId)
    if (last?.amendmentCount === amendments.length) return
    const number = (last?.number ?? 0) + 1
    const calibratedAt = deps.now()
    const amendmentCount = amendments.length
    em.create(ItemCalibrationEntity, { examId, number, amendmentCount, content, calibratedAt })
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor: null,
      act: 'items-calibrated',
      subject: examId,
      detail: { number, attempts: content.n, items: content.items.length },
      at: calibratedAt,
    })
  })
}

function latestOf(em: EntityManager, examId: string) {
  return em.findOne(ItemCalibrationEntity, { examId }, { orderBy: { number: 'desc' } })
}

async function undoubtedAttempts(deps: Deps, exam: ExamRecord): Promise<CalibratedAttempt[]> {
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const ids = await write(deps.orm, async (em) => {
    const attempts = await em.find(
      AttemptEntity,
      { examId: exam.id },
      { fields: ['id'], orderBy: { id: 'asc' } },
    )
    const cases = await em.find(CaseEntity, { examId: exam.id })
    const doubted = new Set(
      cases.flatMap(({ attemptId, finding }) => (finding === 'cleared' ? [] : [attemptId])),
    )
    return attempts.map(({ id }) => id).filter((id) => !doubted.has(id))
  })
  const attempts: CalibratedAttempt[] = []
  for (let from = 0; from < ids.length; from += ATTEMPTS_A_BATCH) {
    const batch = ids.slice(from, from + ATTEMPTS_A_BATCH)
    const rows = await write(deps.orm, (em) =>
      em.find(AttemptEntity, { id: batch }, { orderBy: { id: 'asc' } }),
    )
    const journals = await read(deps.sql, SYSTEM, (tx) => readJournals(tx, batch))
    for (const { id, form } of rows) {
      const entries = toBankEntries(journals.get(id) ?? [], form, bank)
      attempts.push({ form, responses: latestResponses(entries) })
    }
  }
  return attempts
}
