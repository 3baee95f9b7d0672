import { setImmediate as giveWay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { digestOf } from '../domain/digest.ts'
import { readsHistory } from '../domain/policy/attempt-history.ts'
import { type Settled, settleAttempt } from '../domain/settlement/settle-attempt.ts'
import { givenTo, type SettlementGiven } from '../domain/settlement/settlement-given.ts'
import type { SettlementRecord } from '../store/entities/attempt.ts'
import type { ExamRecord } from '../store/entities/exam.ts'
import { type Act, appendLogs } from '../store/journal/append-log.ts'
import { announce } from '../store/outbox/announce.ts'
import { lockClosable } from '../store/settling/lock-closable.ts'
import { readHistories } from '../store/settling/read-histories.ts'
import { readSettling, type SettlingRow } from '../store/settling/read-settling.ts'
import { type CaseRow, writeCases, writeSettlements } from '../store/settling/write-settling.ts'
import { awardAll } from './award.ts'
import { awardingsOf, newsOf } from './awardings-of.ts'
import type { Deps } from './deps.ts'
import { inputDigest } from './input-digest.ts'
import { type ExamPart, loadExamPart, settlementInputOf } from './load-settlement-input.ts'
import { openingOf } from './open-case.ts'

/** Read and written at once; the journals of a large exam would not fit into memory. */
const ATTEMPTS_A_CHUNK = 100
/** Settled before requests have their turn: about ten milliseconds. */
const ATTEMPTS_A_TURN = 8

type Cause = SettlementRecord['cause']

/**
 * Settles one closed attempt within the caller's transaction: scores, flags, case, outcome, and
 * awards once the exam releases results. The caller holds the lock on the attempt.
 */
export async function settle(
  deps: Deps,
  em: EntityManager,
  settling: { readonly attemptId: string; readonly cause: Cause },
): Promise<void> {
  const { attemptId, cause } = settling
  await settleAll(deps, em, { attemptIds: [attemptId], cause })
}

/** The same for many, in the order given; a part at a time, all in the caller's transaction. */
export async function settleAll(
  deps: Deps,
  em: EntityManager,
  settling: { readonly attemptIds: readonly string[]; readonly cause: Cause },
): Promise<void> {
  const { attemptIds, cause } = settling
  for (let from = 0; from < attemptIds.length; from += ATTEMPTS_A_CHUNK) {
    const rows = await readSettling(em, attemptIds.slice(from, from + ATTEMPTS_A_CHUNK))
    await appendLogs(em, await settleRows(deps, em, { rows, cause }))
  }
}

/** The same for attempts that the caller has not locked: a part at a time is locked, then settled. */
export async function lockAndSettle(
  deps: Deps,
  em: EntityManager,
  settling: { readonly attemptIds: readonly string[]; readonly cause: Cause },
): Promise<void> {
  const attemptIds = [...settling.attemptIds].sort()
  for (let from = 0; from < attemptIds.length; from += ATTEMPTS_A_CHUNK) {
    const chunk = attemptIds.slice(from, from + ATTEMPTS_A_CHUNK)
    await lockClosable(em, chunk)
    await settleAll(deps, em, { attemptIds: chunk, cause: settling.cause })
  }
}

/** One attempt with all that was made of it. */
interface Outcome {
  readonly row: SettlingRow
  readonly exam: ExamRecord
  readonly settled: Settled
  readonly given: SettlementGiven
  readonly number: number
  readonly digest: string
  readonly at: Date
}

/**
 * Settles attempts that have been read, and gives the acts to be logged, in their order. The
 * caller logs them, so that acts from before come first.
 */
export async function settleRows(
  deps: Deps,
  em: EntityManager,
  settling: { readonly rows: readonly SettlingRow[]; readonly cause: Cause },
): Promise<Act[]> {
  const { rows, cause } = settling
  const outcomes = await judge(deps, em, rows)
  const settlements = outcomes.map(({ row, number, settled, given, digest, at }) => {
    const made = { ...foundBy(settled), given, inputDigest: digest, settledAt: at }
    return { attemptId: row.id, number, cause, ...made }
  })
  await writeSettlements(em, settlements)
  const opened = outcomes.filter(({ settled }) => settled.opensCase)
  const cases = new Map(opened.map((one) => [one.row.id, caseOf(deps, one)]))
  await writeCases(em, [...cases.values()])
  const isReleased = ({ exam }: Outcome) =>
    exam.releaseResults === 'at-submission' || Boolean(exam.finalAt)
  const awardings = await awardingsOf(em, outcomes.filter(isReleased), cause)
  const awarded = await awardAll(deps, em, awardings)
  const news = outcomes.flatMap((one) =>
    newsOf(one, cases.get(one.row.id), { cause, isReleased: isReleased(one) }),
  )
  await announce(em, news)
  return outcomes.flatMap((one) => {
    const { row } = one
    const changed = awarded.get(`attempt:${row.id}`)
    return [...actsOf(one, cases.get(row.id), cause), ...(changed ? [changed] : [])]
  })
}

async function judge(
  deps: Deps,
  em: EntityManager,
  rows: readonly SettlingRow[],
): Promise<Outcome[]> {
  const parts = new Map<string, ExamPart>()
  for (const { examId } of rows) {
    if (!parts.has(examId)) parts.set(examId, await loadExamPart(deps, em, examId))
  }
  const asking = rows.filter(({ examId }) => readsHistory((parts.get(examId) as ExamPart).policy))
  const histories = await readHistories(em, asking)
  const outcomes: Outcome[] = []
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % ATTEMPTS_A_TURN === 0) await giveWay()
    const part = parts.get(row.examId) as ExamPart
    const input = settlementInputOf(part, row, histories.get(row.id))
    const settled = settleAttempt(input)
    const digest = inputDigest(input, part.exam.bankVersionId)
    const number = row.settledBefore + 1
    const made = { settled, given: givenTo(input), number, digest, at: deps.now() }
    outcomes.push({ row, exam: part.exam, ...made })
  }
  return outcomes
}

function caseOf(deps: Deps, { row, exam, settled, at }: Outcome): CaseRow {
  const opening = openingOf(deps, exam, at)
  return {
    ...opening,
    id: row.caseId ?? opening.id,
    attemptId: row.id,
    candidateId: row.candidateId,
    unitPath: row.unitPath,
    origin: 'evidence',
    weight: settled.weight,
  }
}

/** What a settlement is kept as. */
function foundBy({ scores, flags, facts, outcome }: Settled) {
  return { scores, flags, facts, outcome }
}

/** What the log says of one settlement: a case it opened, then the settlement itself. */
function actsOf(
  { row, settled, number, digest, at }: Outcome,
  opened: CaseRow | undefined,
  cause: Cause,
): Act[] {
  const by = { chain: `attempt:${row.id}`, actor: null, at }
  const { weight } = settled
  const foundDigest = digestOf(foundBy(settled))
  const { effect } = settled.outcome
  const detail = { number, cause, inputDigest: digest, foundDigest, effect }
  return [
    ...(opened ? [{ ...by, act: 'case-opened', subject: opened.id, detail: { weight } }] : []),
    { ...by, act: 'attempt-settled', subject: row.id, detail },
  ]
}
