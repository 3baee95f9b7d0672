import { journalDigest, latestResponses } from '../../domain/delivery/answers.ts'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { canonicalJson } from '../../domain/digest.ts'
import { GRACE_SECONDS } from '../../store/journal/save.ts'
import { isSigned } from '../is-signed.ts'
import type { AttemptFacts } from './load-facts.ts'
import type { KnownAttempt } from './load-orders.ts'

/** What comparing pages and database came to; all but the first four should be 0. */
export interface LoadCheck {
  attempts: number
  /** Entries the service said are on disk, and those of them that are answers. */
  acknowledgedEntries: number
  acknowledgedAnswers: number
  receipts: number
  /** Acknowledged, and not in the journal once, under that sequence, as it was sent. */
  lostEntries: number
  lostAnswers: number
  /** In the journal, and never sent like this; or there twice. */
  unsent: number
  /** Items whose answer that counts is not the one made last on the page that was live last. */
  wronglyCounted: number
  /** Attempts whose pages did not get rid of all they held, so that this can't be said. */
  undecided: number
  /** Candidates with another number of attempts than one, or of beginnings in the log. */
  doubledAttempts: number
  /** Receipts that do not vouch for the journal, or are not the one kept, or not signed. */
  badReceipts: number
  /** Deadlines that are not start, time limit and what outages took. */
  wrongDeadlines: number
  /** Entries received after deadline and grace, and kept. */
  lateEntries: number
}

export function emptyCheck(): LoadCheck {
  return {
    ...{ attempts: 0, acknowledgedEntries: 0, acknowledgedAnswers: 0, receipts: 0 },
    ...{ lostEntries: 0, lostAnswers: 0, unsent: 0, wronglyCounted: 0, undecided: 0 },
    ...{ doubledAttempts: 0, badReceipts: 0, wrongDeadlines: 0, lateEntries: 0 },
  }
}

/** What the database holds of an attempt. */
interface Found {
  readonly kept: readonly KeptEntry[]
  /** undefined: the attempt is not there. */
  readonly facts: AttemptFacts | undefined
}

/** Holds one attempt, as its pages know it, against the database; adds to the check. */
export function checkAttempt(
  check: LoadCheck,
  known: KnownAttempt,
  found: Found & { readonly publicKeyPem: string },
): void {
  const { kept, facts } = found
  check.attempts += 1
  checkPromises(check, known, kept)
  checkOrigin(check, known, kept)
  checkCounting(check, known, kept)
  if (facts?.beginnings !== 1) check.doubledAttempts += 1
  if (known.receipt) {
    check.receipts += 1
    if (!isVouching(known, found)) check.badReceipts += 1
  }
  if (!facts || !isDeadlineRight(facts)) check.wrongDeadlines += 1
  const last = (facts?.deadlineAt.getTime() ?? 0) + GRACE_SECONDS * 1000
  check.lateEntries += kept.filter(({ receivedAt }) => Date.parse(receivedAt) > last).length
}

const MINUTE_MS = 60_000
/** Up to a whole second. */
const ROUNDING_MS = 1000

/** An entry's content: all but its place, which may change before it is kept. */
function contentOf(entry: object): string {
  const { sequence: _, receivedAt: __, ...content } = entry as KeptEntry
  return canonicalJson(content)
}

function checkPromises(check: LoadCheck, known: KnownAttempt, kept: readonly KeptEntry[]): void {
  const bySequence = new Map(kept.map((entry) => [entry.sequence, entry]))
  for (const { entry, acknowledgedAs } of known.entries) {
    if (acknowledgedAs === null) continue
    const found = bySequence.get(acknowledgedAs)
    const isLost = found === undefined || contentOf(found) !== contentOf(entry)
    const isAnswer = entry.kind === 'response'
    check.acknowledgedEntries += 1
    if (isAnswer) check.acknowledgedAnswers += 1
    if (isLost) check.lostEntries += 1
    if (isLost && isAnswer) check.lostAnswers += 1
  }
}

function checkOrigin(check: LoadCheck, known: KnownAttempt, kept: readonly KeptEntry[]): void {
  const byId = new Map(known.entries.map((one) => [one.entry.entryId, one]))
  const seen = new Set<string>()
  for (const entry of kept) {
    const sent = byId.get(entry.entryId)
    const isSent =
      sent?.sequences.includes(entry.sequence) && contentOf(sent.entry) === contentOf(entry)
    if (!isSent || seen.has(entry.entryId)) check.unsent += 1
    seen.add(entry.entryId)
  }
}

function checkCounting(
  check: LoadCheck,
  { counting }: KnownAttempt,
  kept: readonly KeptEntry[],
): void {
  if (counting === null) {
    check.undecided += 1
    return
  }
  const counts = latestResponses(kept)
  const items = new Set([...counts.keys(), ...Object.keys(counting)])
  for (const item of items) {
    const [is, should] = [counts.get(item), counting[item]]
    if (canonicalJson(is ?? null) !== canonicalJson(should ?? null)) check.wronglyCounted += 1
  }
}

function isVouching(
  { receipt }: KnownAttempt,
  { kept, facts, publicKeyPem }: Found & { readonly publicKeyPem: string },
): boolean {
  if (!receipt || canonicalJson(receipt) !== canonicalJson(facts?.receipt ?? null)) return false
  const { signature, ...content } = receipt
  return (
    receipt.journalDigest === journalDigest(kept) &&
    receipt.answered === latestResponses(kept).size &&
    isSigned(canonicalJson(content), signature, publicKeyPem)
  )
}

/**
 * Outages are given back one after the other in whole seconds, none to the candidate's loss, and
 * with a minute afterwards at least where there was time left.
 */
function isDeadlineRight({ startedAt, timeLimitSeconds, deadlineAt, outages }: AttemptFacts) {
  const startMs = startedAt.getTime()
  let leastMs = startMs + timeLimitSeconds * 1000
  let mostMs = leastMs
  for (const { from, until } of outages) {
    const untilMs = until.getTime()
    const isOver = leastMs + GRACE_SECONDS * 1000 < from.getTime()
    if (isOver || untilMs <= startMs) continue
    const lostMs = untilMs - Math.max(from.getTime(), startMs)
    const minuteAfterMs = untilMs + MINUTE_MS
    leastMs = Math.max(leastMs + lostMs, minuteAfterMs)
    mostMs = Math.max(mostMs + lostMs, minuteAfterMs) + ROUNDING_MS
  }
  const isMs = deadlineAt.getTime()
  return isMs >= leastMs && isMs <= mostMs
}
