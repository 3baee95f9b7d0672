import type { Form } from '../../domain/assembly/form.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { sha256Hex } from '../../domain/digest.ts'
import type { ContactView } from '../../domain/review/case-evidence.ts'
import type { ReasonCode } from '../../domain/review/decision.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { type Auditor, baseRates, type CaseColumns, knownColumns } from './cases.ts'

interface KnownColumns extends CaseColumns {
  readonly examId: string
  readonly bankVersionId: string
  readonly form: Form
  readonly startedAt: Date
  readonly closedAt: Date
  readonly entries: KeptEntry[]
  readonly statements: { readonly at: string; readonly text: string }[]
  readonly scenario: string
  readonly reasonCode: ReasonCode | null
  readonly note: string | null
  readonly decidedAt: Date | null
}

/** A known case of the auditor's own with all that the page of a case is made of; null: none. */
export async function findKnownCase(
  tx: SqlTransaction,
  asked: { readonly auditor: Auditor; readonly caseId: string; readonly now: Date },
) {
  const { personId } = asked.auditor
  const [row] = await tx<KnownColumns[]>`
    select ${knownColumns(tx)}, exam.id as "examId", exam.bank_version_id as "bankVersionId",
      known_case.form, known_case.started_at as "startedAt", known_case.closed_at as "closedAt",
      known_case.entries, known_case.statements, known_case.scenario,
      known_decision.reason_code as "reasonCode", known_decision.note,
      known_decision.decided_at as "decidedAt"
    from known_case join exam on exam.id = known_case.exam_id
    left join known_decision on known_decision.case_id = known_case.id
    where known_case.id = ${asked.caseId} and known_case.auditor_id = ${personId}`
  if (!row) return null
  const [calibration] = await tx`
    select items, speed_deviation as "speedDeviation" from time_calibration
    where exam_id = ${row.examId}`
  const { finding, reasonCode, note, decidedAt: at } = row
  const isDecided = finding !== null && reasonCode !== null && at !== null
  const indicators = row.flags.map(({ indicator }) => indicator)
  return {
    row: {
      ...row,
      // Nobody's: no attempt has this id.
      attemptId: row.id,
      pauses: [],
      calibratedItems: calibration?.['items'] ?? null,
      calibratedDeviation: calibration?.['speedDeviation'] ?? null,
    },
    entries: row.entries,
    notices: [],
    statements: row.statements
      .map(({ at, text }) => ({ at: new Date(at), text }))
      .filter(({ at }) => at <= asked.now),
    decisions: isDecided
      ? [{ auditorId: personId, finding, reasonCode, note: note ?? '', at }]
      : [],
    baseRates: await baseRates(tx, indicators),
    contacts: await madeUpContacts(tx, row),
  }
}

/** Browsers as those of the exam's own attempts, one, or two where somebody else took over. */
async function madeUpContacts(tx: SqlTransaction, row: KnownColumns): Promise<ContactView[]> {
  const clients = await tx<{ client: string }[]>`
    select distinct client from attempt_contact
    join attempt on attempt.id = attempt_contact.attempt_id
    where attempt.exam_id = ${row.examId} order by client limit 100`
  if (clients.length === 0) return []
  const loads = row.entries.filter(
    (entry) => entry.kind === 'behavior' && entry.behavior === 'page-loaded',
  )
  return loads.map((load, index): ContactView => {
    const chosen = Number.parseInt(sha256Hex(`${row.id}/${index}`).slice(0, 8), 16)
    return {
      device: `${index + 1}`,
      address: '1',
      client: clients[chosen % clients.length]?.client ?? '',
      firstSeenAt: load.receivedAt,
      othersOnDevice: 0,
      othersOnAddress: 0,
    }
  })
}
