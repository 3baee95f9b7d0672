import type { Form } from '../../domain/assembly/form.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import type { KeptPause } from '../../domain/delivery/pauses-after.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import { recordOf } from '../../domain/settlement/attempt-evidence.ts'
import { type ReportedAttempt, reportExam } from '../../domain/settlement/report-exam.ts'
import type { ExamReport } from '../../domain/settlement/views.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { mapJournals } from '../journal/read-journal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { findCalibrated } from './calibrated-parameters.ts'
import { getExam } from './exams.ts'
import { findUsedItems } from './used-items.ts'

interface AttemptColumns {
  readonly id: string
  readonly form: Form
  readonly startedAt: Date
  readonly closedAt: Date
  readonly pauses: readonly KeptPause[]
  readonly scores: Scores
  readonly flags: Flag[]
  readonly outcome: PolicyOutcome
}

/** What an exam showed so far; figures of groups only where enough attempts carry them. */
export async function getExamReport(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  scope: Scope,
  asked: { readonly examId: string; readonly now: Date },
): Promise<ExamReport> {
  const exam = await getExam(stores.sql, scope, asked)
  const bank = await stores.frozen.bank(exam.bank.bankVersionId)
  const amendments = await approvedAmendments(stores.sql, asked.examId)
  const opensAt = new Date(exam.window.opensAt)
  const usedBefore = await findUsedItems(stores.sql, bank.program, opensAt)
  const { attempts, decided, calibrated } = await read(stores.sql, scope, async (tx) => {
    const rows = await attemptRows(tx, asked.examId)
    const [counted] = await tx<{ decided: number }[]>`
      select count(*)::int as decided from review_case
      where exam_id = ${asked.examId} and finding is not null`
    const reported = await mapJournals(tx, rows, (row, journal): ReportedAttempt => {
      const { id: _, form, startedAt, closedAt, pauses, ...settled } = row
      const entries = toBankEntries(journal, form, bank)
      const record = recordOf(
        { bank, form, entries, startedAt, closedAt, pauses, calibration: null, amendments },
        { theta: settled.scores.overall.theta, accommodated: false },
      )
      return { ...settled, items: record.items }
    })
    const calibrated = await findCalibrated(tx, asked.examId)
    return { attempts: reported, decided: counted?.decided ?? 0, calibrated }
  })
  return {
    examId: exam.id,
    title: exam.title,
    state: exam.state,
    simulated: exam.simulated,
    assigned: exam.assigned,
    started: exam.started,
    closed: exam.closed,
    cases: { open: exam.openCases, decided },
    ...reportExam({ bank, blueprint: exam.blueprint, calibrated, usedBefore }, attempts),
  }
}

function attemptRows(tx: SqlTransaction, examId: string) {
  return tx<AttemptColumns[]>`
    select attempt.id, attempt.form, attempt.started_at as "startedAt",
      attempt.closed_at as "closedAt", attempt.pauses, settled.scores, settled.flags, settled.outcome
    from attempt join lateral (select scores, flags, outcome from settlement
      where attempt_id = attempt.id order by number desc limit 1) as settled on true
    where attempt.exam_id = ${examId} and attempt.state <> 'running' order by attempt.id`
}
