import { uuidFrom } from '../domain/digest.ts'
import { CASE_DAYS } from '../domain/review/workload.ts'
import type { ExamRecord } from '../store/entities/exam.ts'
import type { Announcement } from '../store/outbox/announce.ts'
import type { CaseRow } from '../store/settling/write-settling.ts'
import type { Deps } from './deps.ts'

const DAY_MS = 86_400_000

/**
 * What every case begins with: its name among auditors, and when it is due, which is after its
 * candidate was told and could answer.
 */
export function openingOf(
  deps: Deps,
  exam: ExamRecord,
  at: Date,
): Pick<CaseRow, 'id' | 'examId' | 'code' | 'decisionsNeeded' | 'openedAt' | 'dueAt'> {
  const toldMs = Math.max(at.getTime(), toldFrom(exam, at).getTime())
  return {
    id: deps.newId(),
    examId: exam.id,
    code: `C-${deps.randomHex(4).toUpperCase()}`,
    decisionsNeeded: exam.decisionsNeeded,
    openedAt: at,
    dueAt: new Date(toldMs + CASE_DAYS * DAY_MS),
  }
}

/** What other systems are told of a new case: the same of each, by lot or on evidence. */
export function newsOfCase({ id, examId, unitPath, openedAt, dueAt }: CaseRow): Announcement {
  const payload = { caseId: id, examId, dueAt: dueAt.toISOString() }
  return {
    id: uuidFrom(`case-opened:${id}`),
    topic: 'case-opened',
    unitPath,
    payload,
    at: openedAt,
  }
}

/** When candidates of an exam read their results, as far as it is known: minutes after its window. */
export function toldFrom(exam: ExamRecord, closedAt: Date): Date {
  if (exam.releaseResults === 'at-submission') return closedAt
  return exam.finalAt ?? new Date(exam.closesAt.getTime() + exam.extendedSeconds * 1000)
}
