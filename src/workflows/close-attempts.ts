import type { EntityManager } from '@mikro-orm/postgresql'
import { journalDigest, latestResponses } from '../domain/delivery/answers.ts'
import type { Closing } from '../domain/delivery/attempt.ts'
import type { Receipt } from '../domain/delivery/views.ts'
import { canonicalJson } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { beatIsFreshIn, recovering } from '../store/beat.ts'
import { AttemptEntity } from '../store/entities/attempt.ts'
import { ExamEntity } from '../store/entities/exam.ts'
import { type Act, appendLogs } from '../store/journal/append-log.ts'
import { notifyPages } from '../store/notify-pages.ts'
import { type Closable, lockClosable } from '../store/settling/lock-closable.ts'
import { readSettling, type SettlingRow } from '../store/settling/read-settling.ts'
import { type ClosedRow, writeClosed } from '../store/settling/write-settling.ts'
import { leaveAnsweredItem } from './adaptive-course.ts'
import type { Deps } from './deps.ts'
import { settleRows } from './settle.ts'

/** Whoever wants an attempt closed, with the rule by which it is. */
export interface ClosingOrder {
  readonly attemptId: string
  /**
   * How the attempt, locked now, closes: a receipt it has already, or null, leaves it as it is.
   * @throws Refusal for this order alone
   */
  readonly decide: (attempt: Closable | undefined) => Closing | Receipt | null
}

/** What an order is answered with; throws its refusal. */
export type Answer = () => Receipt | null

/**
 * Closes and settles attempts in the caller's transaction, and tells for each order in turn what
 * to answer once that is committed. Waits for saves under way, and keeps new ones out.
 */
export async function closeAttempts(
  deps: Deps,
  em: EntityManager,
  orders: readonly ClosingOrder[],
): Promise<Answer[]> {
  const locked = await lockClosable(em, [...new Set(orders.map(({ attemptId }) => attemptId))])
  const mayExpire = await mayCloseByDeadline(deps, em, locked)
  const closings = new Map<string, Closing>()
  const receipts = new Map<string, Receipt>()
  const answers = orders.map(({ attemptId, decide }): Answer => {
    try {
      const decided = decide(locked.get(attemptId))
      if (decided === null || 'signature' in decided) return () => decided
      if (decided.closedBy === 'deadline' && !mayExpire) throw recovering()
      // Ordered twice at once: the first decides, and both have its receipt.
      if (!closings.has(attemptId)) closings.set(attemptId, decided)
      return () => receipts.get(attemptId) ?? null
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return () => {
        throw error
      }
    }
  })
  for (const { id, receipt } of await closeLocked(deps, em, { locked, closings })) {
    receipts.set(id, receipt)
  }
  return answers
}

/** Not while the service has time to give back; asked only where a deadline has passed. */
async function mayCloseByDeadline(
  deps: Deps,
  em: EntityManager,
  locked: ReadonlyMap<string, Closable>,
): Promise<boolean> {
  const now = deps.now()
  const overdue = [...locked.values()].some(
    (one) => one.state === 'running' && one.deadlineAt < now,
  )
  return !overdue || (await beatIsFreshIn(em, now))
}

async function closeLocked(
  deps: Deps,
  em: EntityManager,
  what: {
    readonly locked: ReadonlyMap<string, Closable>
    readonly closings: ReadonlyMap<string, Closing>
  },
): Promise<readonly ClosedRow[]> {
  const { locked, closings } = what
  if (closings.size === 0) return []
  for (const id of closings.keys()) {
    if (typeof locked.get(id)?.itemsLeft === 'number') await finishCourse(deps, em, id)
  }
  const read = await readSettling(em, [...closings.keys()])
  const rows = read.map((row) => {
    const closing = closings.get(row.id) as Closing
    return { ...row, closedAt: closing.closedAt, closing }
  })
  const titles = await titlesOf(em, rows)
  const closed = rows.map((row) => {
    const receipt = receiptOf(deps, row, titles.get(row.examId) as Receipt['examTitle'])
    return { ...row.closing, id: row.id, receipt }
  })
  await writeClosed(em, closed)
  await notifyPages(
    em,
    [...locked.values()].filter(({ id }) => closings.has(id)),
  )
  const acts = rows.map((row, index) => closingAct(deps, row, closed[index]?.receipt as Receipt))
  await appendLogs(em, [...acts, ...(await settleRows(deps, em, { rows, cause: 'submission' }))])
  return closed
}

/** What was answered counts, also where the item in hand was not put away yet. */
async function finishCourse(deps: Deps, em: EntityManager, attemptId: string): Promise<void> {
  const attempt = await em.findOneOrFail(AttemptEntity, { id: attemptId })
  const exam = await em.findOneOrFail(ExamEntity, { id: attempt.examId })
  await leaveAnsweredItem(deps, em, { attempt, exam })
}

async function titlesOf(em: EntityManager, rows: readonly SettlingRow[]) {
  const titles = new Map<string, Receipt['examTitle']>()
  for (const { examId } of rows) {
    if (titles.has(examId)) continue
    titles.set(examId, (await em.findOneOrFail(ExamEntity, { id: examId })).blueprint.title)
  }
  return titles
}

type ClosingRow = SettlingRow & { readonly closing: Closing }

function receiptOf(deps: Deps, row: ClosingRow, examTitle: Receipt['examTitle']): Receipt {
  const content: Omit<Receipt, 'signature'> = {
    attemptId: row.id,
    examTitle,
    candidate: row.candidateName,
    startedAt: row.startedAt.toISOString(),
    closedAt: row.closing.closedAt.toISOString(),
    closedBy: row.closing.closedBy,
    itemCount: row.form.items.length,
    answered: latestResponses(row.entries).size,
    formDigest: row.form.digest,
    journalDigest: journalDigest(row.entries),
  }
  return { ...content, signature: deps.sign(canonicalJson(content)) }
}

function closingAct(deps: Deps, row: ClosingRow, receipt: Receipt): Act {
  const { closedBy } = row.closing
  return {
    chain: `attempt:${row.id}`,
    actor: closedBy === 'candidate' ? row.candidateId : null,
    act: 'attempt-closed',
    subject: row.id,
    detail: { closedBy, journalDigest: receipt.journalDigest },
    at: deps.now(),
  }
}
