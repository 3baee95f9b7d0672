import type { EntityManager } from '@mikro-orm/postgresql'
import { latestResponses, toBankEntries } from '../domain/delivery/answers.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CalibratedAttempt } from '../domain/settlement/calibrate-exam.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity, type ExamRecord, ItemCalibrationEntity } from '../store/entities/exam.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { mapJournals } from '../store/journal/read-journal.ts'
import { currentCase } from '../store/review/current-case.ts'
import { read, SYSTEM, write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockKeys } from './exam-keys.ts'
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
    await lockKeys(em, examId)
    const last = await latestOf(em, examId)
    // Also where another found more amended keys in the meantime: the newest must stay the last.
    if (last && last.amendmentCount >= amendments.length) return
    const number = (last?.number ?? 0) + 1
    const calibratedAt = deps.now()
    const amendmentCount = amendments.length
    em.create(ItemCalibrationEntity, { examId, number, amendmentCount, content, calibratedAt })
    await appendLog(em, {
      chain: `exam:${examId}`,
      actor: null,
      act: 'items-calibrated',
      subject: examId,
      detail: {
        ...{ number, attempts: content.n, items: content.items.length },
        digest: digestOf(content),
      },
      at: calibratedAt,
    })
  })
}

function latestOf(em: EntityManager, examId: string) {
  return em.findOne(ItemCalibrationEntity, { examId }, { orderBy: { number: 'desc' } })
}

/** Under review, or with a finding other than cleared; what an appeal made of it counts. */
async function doubtedAttempts(em: EntityManager, examId: string): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ attemptId: string }[]>(
    `select review_case.attempt_id as "attemptId" from review_case
     left join appeal on appeal.case_id = review_case.id
     left join appeal_decision as heard on heard.appeal_id = appeal.id
     where review_case.exam_id = ? and ${currentCase()}
       and (review_case.finding is not null or review_case.origin <> 'sample')
       and coalesce(heard.finding, review_case.finding) is distinct from 'cleared'`,
    [examId],
  )
  return new Set(rows.map(({ attemptId }) => attemptId))
}

async function undoubtedAttempts(deps: Deps, exam: ExamRecord): Promise<CalibratedAttempt[]> {
  const bank = await deps.frozen.bank(exam.bankVersionId)
  const ids = await write(deps.orm, async (em) => {
    const attempts = await em.find(
      AttemptEntity,
      { examId: exam.id },
      { fields: ['id'], orderBy: { id: 'asc' } },
    )
    const doubted = await doubtedAttempts(em, exam.id)
    return attempts.map(({ id }) => id).filter((id) => !doubted.has(id))
  })
  const attempts: CalibratedAttempt[] = []
  for (let from = 0; from < ids.length; from += ATTEMPTS_A_BATCH) {
    const batch = ids.slice(from, from + ATTEMPTS_A_BATCH)
    const rows = await write(deps.orm, (em) =>
      em.find(AttemptEntity, { id: batch }, { orderBy: { id: 'asc' } }),
    )
    const found = await read(deps.sql, SYSTEM, (tx) =>
      mapJournals(tx, rows, ({ form }, journal): CalibratedAttempt => {
        return { form, responses: latestResponses(toBankEntries(journal, form, bank)) }
      }),
    )
    attempts.push(...found)
  }
  return attempts
}
