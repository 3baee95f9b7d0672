import type { EntityManager } from '@mikro-orm/postgresql'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { BehaviorKind, KeptEntry } from '../../domain/delivery/journal.ts'
import type { SqlTransaction } from '../sql-pool.ts'

/** The two drivers read times differently; the server writes them alike for both. */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

interface JournalRow {
  readonly attempt_id: string
  readonly sequence: number
  readonly entry_id: string
  readonly kind: 'response' | 'behavior'
  readonly item_id: string | null
  readonly behavior: BehaviorKind | null
  readonly payload: ResponseValue
  readonly client_ms: number
  readonly received_at: string
}

/** The entries of attempts in order of sequence; ids and values as the candidate's page sent. */
export async function readJournals(
  tx: SqlTransaction,
  attemptIds: readonly string[],
): Promise<Map<string, KeptEntry[]>> {
  const rows = await tx<JournalRow[]>`
    select attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
      to_char(received_at at time zone 'UTC', ${ISO}) as received_at
    from journal_entry where attempt_id = any(${[...attemptIds]}::uuid[])
    order by attempt_id, sequence`
  const journals = new Map<string, KeptEntry[]>(attemptIds.map((id) => [id, []]))
  for (const row of rows) journals.get(row.attempt_id)?.push(entryOf(row))
  return journals
}

/** The same for one attempt, inside a use case's transaction. */
export async function readJournalOf(em: EntityManager, attemptId: string): Promise<KeptEntry[]> {
  const rows = await em.execute<JournalRow[]>(
    `select attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
       to_char(received_at at time zone 'UTC', ?) as received_at
     from journal_entry where attempt_id = ? order by sequence`,
    [ISO, attemptId],
  )
  return rows.map(entryOf)
}

function entryOf(row: JournalRow): KeptEntry {
  const place = {
    sequence: row.sequence,
    entryId: row.entry_id,
    clientMs: row.client_ms,
    receivedAt: row.received_at,
  }
  if (row.kind === 'response') {
    return { ...place, kind: 'response', itemId: row.item_id ?? '', value: row.payload }
  }
  return {
    ...place,
    kind: 'behavior',
    behavior: row.behavior as BehaviorKind,
    itemId: row.item_id,
    ...(typeof row.payload === 'string' ? { text: row.payload } : {}),
  }
}
