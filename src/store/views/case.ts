import type { Form } from '../../domain/assembly/form.ts'
import { answerText } from '../../domain/bank/answer-text.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import type { TimeParameters } from '../../domain/bank/item.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import { latestResponses, toBankEntries } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { AttemptRecord, ItemRecord } from '../../domain/forensics/attempt-record.ts'
import { timelineOf } from '../../domain/forensics/timeline.ts'
import { SPEED_DEVIATION_PRIOR } from '../../domain/measurement/item-parameters.ts'
import { estimateSpeed, isTime } from '../../domain/measurement/lognormal-times.ts'
import { Refusal } from '../../domain/refusal.ts'
import { decisionChoices, type Finding, type ReasonCode } from '../../domain/review/decision.ts'
import type { CaseView } from '../../domain/review/views.ts'
import {
  type AttemptEvidence,
  itemsOf,
  recordOf,
} from '../../domain/settlement/attempt-evidence.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { readJournals } from '../journal/read-journal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'
import { approvedAmendments } from './amendments.ts'
import {
  type Auditor,
  baseRates,
  type CaseColumns,
  caseColumns,
  caseRow,
  withoutConflict,
} from './cases.ts'

interface CaseDetails extends CaseColumns {
  readonly attemptId: string
  readonly examId: string
  readonly bankVersionId: string
  readonly form: Form
  readonly startedAt: Date
  readonly closedAt: Date
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
interface CaseRows {
  readonly row: CaseDetails
  readonly entries: readonly KeptEntry[]
  readonly statements: readonly { readonly at: Date; readonly text: string }[]
  readonly decisions: readonly DecisionColumns[]
  readonly baseRates: CaseView['baseRates']
}

/**
 * One case as an auditor may see it: blinded, and without the other auditors' decisions until
 * it is decided. @throws Refusal 'not-found', also where a conflict of interest hides it
 */
export async function getCase(
  stores: { readonly sql: Sql; readonly frozen: FrozenContent },
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly caseId: string },
): Promise<CaseView> {
  const found = await findCase(stores.sql, scope, asked)
  if (!found) throw new Refusal('not-found', 'no such case')
  const { row, statements, decisions } = found
  const bank = await stores.frozen.bank(row.bankVersionId)
  const entries = toBankEntries(found.entries, row.form, bank)
  const amendments = await approvedAmendments(stores.sql, row.examId)
  const isDecided = row.finding !== null
  const mine = decisions.filter(({ auditorId }) => auditorId === asked.auditor.personId)
  const shown = isDecided ? decisions : mine
  return {
    ...caseRow(row),
    flagDetails: row.flags,
    baseRates: found.baseRates,
    timeline: timelineView(row, bank, entries),
    answers: answersOf(row, bank, { entries, amendments }),
    statements: statements.map(({ at, text }) => ({ at: at.toISOString(), text })),
    decisionDetails: shown.map(({ auditorId, at, ...decision }) => ({
      ...decision,
      by: `${decisions.findIndex((one) => one.auditorId === auditorId) + 1}`,
      mine: auditorId === asked.auditor.personId,
      at: at.toISOString(),
    })),
    finding: row.finding,
    mayDecide: !isDecided && mine.length === 0,
    choices: decisionChoices(),
  }
}

async function findCase(
  sql: Sql,
  scope: Scope,
  asked: { readonly auditor: Auditor; readonly caseId: string },
): Promise<CaseRows | null> {
  return read(sql, scope, async (tx) => {
    const [row] = await tx<CaseDetails[]>`
      select ${caseColumns(tx, asked.auditor)}, attempt.id as "attemptId", exam.id as "examId", attempt.form,
        attempt.started_at as "startedAt", attempt.closed_at as "closedAt",
        exam.bank_version_id as "bankVersionId", time_calibration.items as "calibratedItems",
        time_calibration.speed_deviation as "calibratedDeviation"
      from review_case join exam on exam.id = review_case.exam_id
      join attempt on attempt.id = review_case.attempt_id
      left join time_calibration on time_calibration.exam_id = exam.id
      join lateral (select flags from settlement where attempt_id = review_case.attempt_id
        order by number desc limit 1) as settled on true
      where review_case.id = ${asked.caseId} and ${withoutConflict(tx, asked.auditor)}`
    if (!row) return null
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
      statements,
      decisions,
      baseRates: await baseRates(tx, indicators),
    }
  })
}

function timelineView(
  row: CaseDetails,
  bank: Bank,
  entries: readonly KeptEntry[],
): CaseView['timeline'] {
  const timeline = timelineOf(entries, row.startedAt, row.closedAt)
  const items = new Map(bank.items.map((item) => [item.id, item]))
  const positionOf = new Map(row.form.items.map(({ item }, index) => [item, index + 1]))
  const text = (itemId: string, value: ResponseValue) => {
    const item = items.get(itemId)
    return item && value !== null ? answerText(item, value) : null
  }
  return {
    durationMs: timeline.lengthMs,
    startedAt: row.startedAt.toISOString(),
    closedAt: row.closedAt.toISOString(),
    bands: timeline.bands.map(({ itemId, fromMs, toMs }) => ({
      itemId,
      position: positionOf.get(itemId) ?? 0,
      fromMs,
      toMs,
    })),
    away: timeline.away.map(({ itemId, ...away }) => ({
      ...away,
      position: itemId === null ? null : (positionOf.get(itemId) ?? null),
    })),
    offline: timeline.networkGaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    changes: timeline.changes.map(({ itemId, atMs, from, to }) => ({
      atMs,
      position: positionOf.get(itemId) ?? 0,
      from: text(itemId, from),
      to: text(itemId, to),
    })),
  }
}

function answersOf(
  row: CaseDetails,
  bank: Bank,
  given: Pick<AttemptEvidence, 'entries' | 'amendments'>,
): CaseView['answers'] {
  const calibration = row.calibratedItems && {
    items: row.calibratedItems,
    speedDeviation: row.calibratedDeviation ?? SPEED_DEVIATION_PRIOR,
  }
  const { form, startedAt, closedAt } = row
  const evidence = { bank, form, startedAt, closedAt, calibration, ...given }
  const record = recordOf(evidence, { theta: 0, accommodated: false })
  const residualOf = residuals(record)
  const names = new Map(bank.competencies.map(({ id, name }) => [id, name]))
  const answers = latestResponses(given.entries)
  const items = itemsOf(form, bank)
  return record.items.flatMap((one) => {
    const item = items[one.position - 1]
    if (!item) return []
    return [
      {
        position: one.position,
        itemId: item.id,
        type: item.type,
        competency: names.get(item.competency) ?? { 'zh-CN': item.competency, en: item.competency },
        stem: item.stem,
        answer: answerText(item, answers.get(item.id) ?? null),
        correct: one.correct,
        seconds: one.seconds,
        expectedSeconds: one.expectedSeconds,
        residual: residualOf(one),
      },
    ]
  })
}

/** Standardized residual of log seconds given the person's own speed; below 0 is fast. */
function residuals(record: AttemptRecord): (item: ItemRecord) => number | null {
  const timed = record.items.flatMap(({ seconds, timeParameters }) =>
    seconds !== null && isTime(seconds) ? [{ seconds, timeParameters }] : [],
  )
  const tau = timed.length > 0 ? estimateSpeed(timed, record.speedDeviation).tauEap : 0
  return ({ seconds, timeParameters }) => {
    if (seconds === null || !isTime(seconds)) return null
    const { timeIntensity, timeDiscrimination } = timeParameters
    return (Math.log(seconds) - (timeIntensity - tau)) * timeDiscrimination
  }
}
