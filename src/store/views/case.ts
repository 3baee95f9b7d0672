import type { Form } from '../../domain/assembly/form.ts'
import type { TimeParameters } from '../../domain/bank/item.ts'
import { toBankEntries } from '../../domain/delivery/answers.ts'
import type { AttemptNotice } from '../../domain/delivery/conduct.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { AttemptCourse } from '../../domain/forensics/attempt-pauses.ts'
import { weighEvidence } from '../../domain/forensics/weigh.ts'
import { SPEED_DEVIATION_PRIOR } from '../../domain/measurement/item-parameters.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { ContactView } from '../../domain/review/case-evidence.ts'
import { decisionChoices, type Finding, type ReasonCode } from '../../domain/review/decision.ts'
import type { CaseView } from '../../domain/review/views.ts'
import { wilsonInterval } from '../../domain/settlement/wilson-interval.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import { caseAnswers } from './case-answers.ts'
import { findContacts } from './case-contacts.ts'
import { casePartners, findPartners } from './case-partners.ts'
import { caseTimeline } from './case-timeline.ts'
import {
  type Auditor,
  baseRates,
  type CaseColumns,
  caseColumns,
  caseRow,
  isMyTurn,
  withoutConflict,
} from './cases.ts'
import { findKnownCase } from './known-case.ts'
import { readNotices } from './notices.ts'
import { findRetests } from './retests.ts'

interface CaseDetails extends CaseColumns, AttemptCourse {
  readonly attemptId: string
  readonly examId: string
  readonly bankVersionId: string
  readonly form: Form
  readonly calibratedItems: Record<string, TimeParameters> | null
  readonly calibratedDeviation: number | null
}
interface DecisionColumns {
  readonly auditorId: string
  readonly finding: Finding
  readonly reasonCode: ReasonCode
  readonly note: string
  readonly at: Date
}
type BaseRate = CaseView['baseRates'][number]
interface CaseRows {
  readonly row: CaseDetails
  readonly entries: readonly KeptEntry[]
  readonly notices: readonly AttemptNotice[]
  readonly statements: readonly { readonly at: Date; readonly text: string }[]
  readonly decisions: readonly DecisionColumns[]
  readonly baseRates: readonly Omit<BaseRate, 'low' | 'high'>[]
  readonly contacts: readonly ContactView[]
}

/**
 * One case as an auditor may see it: blinded, and without the other auditors' decisions until
 * it is decided. @throws Refusal 'not-found', also where a conflict of interest hides it
 */
export async function getCase(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent; readonly now: () => Date },
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly caseId: string },
): Promise<CaseView> {
  const found = await findCase(stores.sql, scope, { ...asked, now: stores.now() })
  if (!found) throw new Refusal('not-found', 'no such case')
  const { row, statements, decisions } = found
  const isDecided = row.finding !== null
  const mine = decisions.filter(({ auditorId }) => auditorId === asked.auditor.personId)
  const shown = isDecided ? decisions : mine
  return {
    ...caseRow(row),
    flagDetails: row.flags.map(({ weight: _, ...flag }) => flag),
    // Their sum is the weight, which nobody sees before the case is decided.
    flagShares: isDecided ? [...weighEvidence(row.flags).shares] : [],
    baseRates: withIntervals(found.baseRates),
    ...(await evidenceOf(stores, found, asked.auditor)),
    // Their exams may lie above the auditor's branch; the case has let this auditor see them.
    retests: await blindRetests(stores.sql, row.attemptId),
    statements: statements.map(({ at, text }) => ({ at: at.toISOString(), text })),
    decisionDetails: shown.map(({ auditorId, at, ...decision }) => ({
      ...decision,
      by: `${decisions.findIndex((one) => one.auditorId === auditorId) + 1}`,
      mine: auditorId === asked.auditor.personId,
      at: at.toISOString(),
    })),
    finding: row.finding,
    mayDecide: isMyTurn(row),
    choices: decisionChoices(),
  }
}

/** By titles alone: an attempt's id follows from its exam and candidate. */
async function blindRetests(sql: Sql, attemptId: string): Promise<CaseView['retests']> {
  const found = await read(sql, SYSTEM, (tx) => findRetests(tx, { verified: attemptId }))
  return found.map(({ verified, retest, ...told }) => ({
    ...told,
    verified: { examTitle: verified.examTitle },
    retest: { examTitle: retest.examTitle },
  }))
}

function withIntervals(rates: CaseRows['baseRates']): BaseRate[] {
  const total = rates.reduce((sum, { count }) => sum + count, 0)
  return rates.map((rate) => {
    const { low, high } = wilsonInterval(rate.count, total)
    return { ...rate, low, high }
  })
}

type Evidence = Pick<CaseView, 'timeline' | 'answers' | 'partners' | 'contacts' | 'rhythm'>

/** What was recorded of the attempt, held against the models and against other attempts. */
async function evidenceOf(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  { row, entries: journal, notices, contacts }: CaseRows,
  auditor: Auditor,
): Promise<Evidence> {
  const { form, startedAt, closedAt, pauses } = row
  const bank = await stores.frozen.bank(row.bankVersionId)
  const entries = toBankEntries(journal, form, bank)
  const amendments = await approvedAmendments(stores.sql, row.examId)
  const calibration = row.calibratedItems && {
    items: row.calibratedItems,
    speedDeviation: row.calibratedDeviation ?? SPEED_DEVIATION_PRIOR,
  }
  const course = { startedAt, closedAt, pauses }
  const found = await findPartners(stores.sql, row.attemptId)
  return {
    timeline: caseTimeline({ form, entries, notices, ...course }, bank),
    answers: caseAnswers({ bank, form, entries, amendments, calibration, ...course }),
    partners: casePartners(found, { bank, form, entries, amendments }, auditor),
    contacts: [...contacts],
    rhythm: found.compared.rhythm,
  }
}

async function findCase(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly caseId: string; readonly now: Date },
): Promise<CaseRows | null> {
  return read(sql, scope, async (tx) => {
    const [row] = await tx<CaseDetails[]>`
      select ${caseColumns(tx, asked.auditor)}, attempt.id as "attemptId", exam.id as "examId", attempt.form,
        attempt.started_at as "startedAt", attempt.closed_at as "closedAt", attempt.pauses,
        exam.bank_version_id as "bankVersionId", time_calibration.items as "calibratedItems",
        time_calibration.speed_deviation as "calibratedDeviation"
      from review_case join exam on exam.id = review_case.exam_id
      join attempt on attempt.id = review_case.attempt_id
      left join time_calibration on time_calibration.exam_id = exam.id
      join lateral (select flags from settlement where attempt_id = review_case.attempt_id
        order by number desc limit 1) as settled on true
      where review_case.id = ${asked.caseId} and ${withoutConflict(tx, asked.auditor)}`
    if (!row) return findKnownCase(tx, asked)
    const journals = await readJournals(tx, [row.attemptId])
    const statements = await tx<{ at: Date; text: string }[]>`
      select stated_at as at, text from statement
      where attempt_id = ${row.attemptId} order by stated_at`
    const decisions = await tx<DecisionColumns[]>`
      select auditor_id as "auditorId", finding, reason_code as "reasonCode", note,
        decided_at as at from decision where case_id = ${row.id} order by decided_at, id`
    const indicators = row.flags.map(({ indicator }) => indicator)
    return {
      row,
      entries: journals.get(row.attemptId) ?? [],
      notices: await readNotices(tx, row.attemptId),
      statements,
      decisions,
      baseRates: await baseRates(tx, indicators),
      contacts: await findContacts(tx, row.attemptId),
    }
  })
}
