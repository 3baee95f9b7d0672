import type { EntityManager } from '@mikro-orm/postgresql'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { BehaviorDetail, BehaviorKind, KeptEntry } from '../../domain/delivery/journal.ts'
import type { SqlTransaction } from '../sql-pool.ts'
import { uuidArray } from '../uuid-array.ts'

/** The two drivers read times differently; the server writes them alike for both. */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

interface JournalRow {
  readonly attempt_id: string
  readonly sequence: number
  readonly entry_id: string
  readonly kind: 'response' | 'behavior'
  readonly item_id: string | null
  readonly behavior: BehaviorKind | null
  /** A response's value, a behavior's text or detail. */
  readonly payload: ResponseValue | BehaviorDetail
  readonly client_ms: number
  readonly received_at: string
  readonly claim: number
}

/** The entries of attempts in order of sequence; ids and values as the candidate's page sent. */
export async function readJournals(
  tx: SqlTransaction,
  attemptIds: readonly string[],
): Promise<Map<string, KeptEntry[]>> {
  const rows = await tx<JournalRow[]>`
    select attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
      to_char(received_at at time zone 'UTC', ${ISO}) as received_at, claim
    from journal_entry where attempt_id = any(${[...attemptIds]}::uuid[])
    order by attempt_id, sequence`
  return byAttempt(attemptIds, rows)
}

/** Journals read at a time; hundreds of attempts are worked through in tens of milliseconds. */
const JOURNALS_A_BATCH = 200

/**
 * What each attempt and its journal tell, in the attempts' order. A part at a time: the journals
 * of a large exam at once would not fit into memory, and would keep candidates' answers waiting.
 */
export async function mapJournals<Attempt extends { readonly id: string }, Told>(
  tx: SqlTransaction,
  attempts: readonly Attempt[],
  tell: (attempt: Attempt, entries: readonly KeptEntry[]) => Told,
): Promise<Told[]> {
  const told: Told[] = []
  for (let from = 0; from < attempts.length; from += JOURNALS_A_BATCH) {
    const batch = attempts.slice(from, from + JOURNALS_A_BATCH)
    const journals = await readJournals(
      tx,
      batch.map(({ id }) => id),
    )
    for (const attempt of batch) told.push(tell(attempt, journals.get(attempt.id) ?? []))
  }
  return told
}

/** The entries of one attempt, inside a use case's transaction. */
export async function readJournalOf(em: EntityManager, attemptId: string): Promise<KeptEntry[]> {
  return (await readJournalsOf(em, [attemptId])).get(attemptId) ?? []
}

/** The entries of attempts, inside a use case's transaction. */
export async function readJournalsOf(
  em: EntityManager,
  attemptIds: readonly string[],
): Promise<Map<string, KeptEntry[]>> {
  const rows = await em.execute<JournalRow[]>(
    `select attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
       to_char(received_at at time zone 'UTC', ?) as received_at, claim
     from journal_entry where attempt_id = any(?::uuid[]) order by attempt_id, sequence`,
    [ISO, uuidArray(attemptIds)],
  )
  return byAttempt(attemptIds, rows)
}

function byAttempt(
  attemptIds: readonly string[],
  rows: readonly JournalRow[],
): Map<string, KeptEntry[]> {
  const journals = new Map<string, KeptEntry[]>(attemptIds.map((id) => [id, []]))
  for (const row of rows) journals.get(row.attempt_id)?.push(entryOf(row))
  return journals
}

function entryOf(row: JournalRow): KeptEntry {
  const place = {
    sequence: row.sequence,
    entryId: row.entry_id,
    clientMs: row.client_ms,
    receivedAt: row.received_at,
    // Left out where there is none: digests of journals from before stay what they were.
    ...(row.claim > 0 ? { claim: row.claim } : {}),
  }
  if (row.kind === 'response') {
    return {
      ...place,
      kind: 'response',
      itemId: row.item_id ?? '',
      value: row.payload as ResponseValue,
    }
  }
  return {
    ...place,
    kind: 'behavior',
    behavior: row.behavior as BehaviorKind,
    itemId: row.item_id,
    ...(typeof row.payload === 'string' ? { text: row.payload } : {}),
    ...(isDetail(row.payload) ? { detail: row.payload } : {}),
  }
}

/** What saving checked against the entry's kind; text is the only other payload of a behavior. */
function isDetail(payload: JournalRow['payload']): payload is BehaviorDetail {
  return typeof payload === 'object' && payload !== null
}
