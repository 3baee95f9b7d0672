import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { journalDigest } from '../delivery/answers.ts'
import { REOPENED } from '../delivery/conduct-log.ts'
import { Receipt } from '../delivery/views.ts'
import { canonicalJson } from '../digest.ts'
import type { LogEntry } from '../log-chain.ts'
import type { BundledAttempt } from './exam-bundle.ts'
import { replayDeadlines } from './replay-deadlines.ts'

/** A candidate may hand in some seconds after the deadline: the journal's grace. */
const GRACE_MS = 5000

/** Sequences from first to last, that a closed attempt held. */
const Ranges = Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]))

/**
 * What is wrong with the closings of attempts: log and receipt must agree on whether and when each
 * was closed, and a receipt that a reopening took back must have vouched for what was kept then.
 * `isSigned` tells of a receipt whether its signature is right.
 */
export function closingFaults(
  attempts: readonly BundledAttempt[],
  log: {
    readonly exam: readonly LogEntry[]
    readonly attempt: (id: string) => readonly LogEntry[]
  },
  isSigned: (receipt: Receipt) => boolean,
): string[] {
  const replay = replayDeadlines(log.exam)
  return attempts.flatMap((attempt) => {
    const acts = log.attempt(attempt.attemptId)
    const { receipt } = attempt
    const faults = reopeningFaults(attempt, acts, isSigned)
    const last = acts.findLast(({ act }) => act === 'attempt-closed' || act === REOPENED)
    if ((last?.act === 'attempt-closed') !== (receipt !== null)) {
      faults.push('log and receipt disagree on whether it was closed')
    }
    if (receipt && last && last.detail.journalDigest !== receipt.journalDigest) {
      faults.push('log and receipt vouch for different journals')
    }
    const replayed = replay(attempt.attemptId, acts)
    if ('fault' in replayed) faults.push(replayed.fault)
    else if (receipt) faults.push(...lateness(receipt, replayed.deadlineAt))
    return faults.map((fault) => `attempt ${attempt.attemptId}: ${fault}`)
  })
}

/** A closing must fit the deadline that the log leads to. */
function lateness({ closedAt, closedBy }: Receipt, deadlineAt: Date): string[] {
  const lateMs = Date.parse(closedAt) - deadlineAt.getTime()
  const fits = closedBy === 'deadline' ? lateMs === 0 : lateMs <= GRACE_MS
  return fits ? [] : ['it was not closed by the deadline that its log leads to']
}

function reopeningFaults(
  { attemptId, entries }: BundledAttempt,
  acts: readonly LogEntry[],
  isSigned: (receipt: Receipt) => boolean,
): string[] {
  const faults: string[] = []
  let closing: LogEntry | null = null
  for (const entry of acts) {
    if (entry.act === 'attempt-closed') closing = entry
    if (entry.act !== REOPENED) continue
    const { receipt, kept } = entry.detail
    const ranges = Value.Check(Ranges, kept) ? kept : []
    const before = entries.filter(({ sequence }) =>
      ranges.some(([low, high]) => low <= sequence && sequence <= high),
    )
    if (closing === null) faults.push('it was reopened without having been closed')
    else if (!Value.Check(Receipt, receipt) || receipt.attemptId !== attemptId) {
      faults.push('a reopening keeps no receipt of the closing before')
    } else if (!isSigned(receipt)) faults.push('the signature of an earlier receipt is wrong')
    else if (
      receipt.journalDigest !== closing.detail.journalDigest ||
      receipt.journalDigest !== journalDigest(before)
    ) {
      faults.push('the journal is not the one an earlier receipt vouches for')
    }
    closing = null
  }
  return faults
}

/** Whether a receipt's signature is right, by how signatures are checked. */
export function receiptChecker(
  checkSignature: (text: string, signature: string, publicKeyPem: string) => boolean,
  publicKeyPem: string,
): (receipt: Receipt) => boolean {
  return ({ signature, ...content }) =>
    checkSignature(canonicalJson(content), signature, publicKeyPem)
}
