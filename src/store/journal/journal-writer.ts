import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { inScope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

/** One candidate's entries on their way into an attempt's journal. */
export interface Save {
  readonly attemptId: string
  readonly candidateId: string
  readonly entries: readonly KeptEntry[]
}

/** What became of a save; only `durable` sequences may be acknowledged. */
export interface Saved {
  readonly durable: readonly number[]
  /** Sequences that hold other entries, from another tab or device. */
  readonly taken: readonly number[]
  readonly nextSequence: number
  readonly deadlineAt: Date
  /** Why nothing was written, when the attempt took no entries. */
  readonly refused: 'not-running' | 'deadline-passed' | 'item-left' | null
}

export interface JournalWriter {
  readonly save: (save: Save) => Promise<Saved>
  /** Waits until nothing is under way. */
  readonly drain: () => Promise<void>
}

interface Waiting extends Save {
  readonly resolve: (saved: Saved) => void
  readonly reject: (error: unknown) => void
}

/** Saves in one transaction; more wait for the next one. */
const SAVES_A_BATCH = 400
/** Seconds after the deadline in which an entry that was received in time may still arrive. */
export const GRACE_SECONDS = 5

/**
 * Writes journals. Saves that arrive while a write is under way are joined into the next
 * one: a commit costs the same for one as for hundreds. Each is acknowledged only after the
 * commit that holds it.
 */
export function createJournalWriter(sql: Sql): JournalWriter {
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, SAVES_A_BATCH)
      waiting = waiting.slice(SAVES_A_BATCH)
      await settleBatch(sql, batch)
    }
    writing = null
  }

  return {
    save: (save) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...save, resolve, reject })
        writing ??= Promise.resolve().then(writeAll)
      }),
    drain: async () => {
      while (writing) await writing
    },
  }
}

/** A save that the database refuses must not take the others of its batch with it. */
async function settleBatch(sql: Sql, batch: readonly Waiting[]): Promise<void> {
  try {
    const results = await writeBatch(sql, batch)
    for (const [index, one] of batch.entries()) one.resolve(results[index] as Saved)
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error)
    else for (const one of batch) await settleBatch(sql, [one])
  }
}

interface AttemptRow {
  readonly id: string
  readonly candidate_id: string
  readonly state: string
  readonly deadline_at: Date
  /** Items an adaptive attempt is done with: no answer to them is taken any more. */
  readonly items_left: number | null
}
interface KeptRow {
  readonly attempt_id: string
  readonly sequence: number
  readonly entry_id: string
}

async function writeBatch(sql: Sql, saves: readonly Save[]): Promise<Saved[]> {
  const attemptIds = [...new Set(saves.map((save) => save.attemptId))].sort()
  return inScope(sql, SYSTEM, async (tx) => {
    // The lock lets saves of one attempt pass together and holds submission until they are in.
    const attempts = await tx<AttemptRow[]>`
      select id, candidate_id, state, deadline_at, items_left from attempt
      where id = any(${attemptIds}) order by id for key share`
    const attemptById = new Map(attempts.map((attempt) => [attempt.id, attempt]))
    const rows = saves.flatMap((save) => rowsOf(save, attemptById.get(save.attemptId)))
    if (rows.length > 0) await insert(tx, rows)
    const kept = await tx<KeptRow[]>`
      select kept.attempt_id, kept.sequence, kept.entry_id
      from unnest(${saves.flatMap((save) => save.entries.map(() => save.attemptId))}::uuid[],
        ${saves.flatMap((save) => save.entries.map((entry) => entry.sequence))}::int[])
        as asked (attempt_id, sequence)
      join journal_entry as kept using (attempt_id, sequence)`
    const highest = await tx<{ attempt_id: string; highest: number }[]>`
      select asked.attempt_id, (
        select max(sequence) from journal_entry where attempt_id = asked.attempt_id
      ) as highest
      from unnest(${attemptIds}::uuid[]) as asked (attempt_id)`
    const keptId = new Map(kept.map((row) => [`${row.attempt_id} ${row.sequence}`, row.entry_id]))
    const highestOf = new Map(highest.map((row) => [row.attempt_id, row.highest]))
    return saves.map((save) => resultOf(save, attemptById.get(save.attemptId), keptId, highestOf))
  })
}

type Row = ReturnType<typeof rowsOf>[number]

/** One array a column: the statement stays the same however many rows there are. */
async function insert(tx: SqlTransaction, rows: readonly Row[]): Promise<void> {
  await tx`
    insert into journal_entry (attempt_id, sequence, entry_id, kind, item_id, behavior, payload,
      client_ms, received_at)
    select attempt_id, sequence, entry_id, kind, item_id, behavior, payload::jsonb, client_ms,
      received_at
    from unnest(
      ${rows.map((row) => row.attemptId)}::uuid[], ${rows.map((row) => row.sequence)}::int[],
      ${rows.map((row) => row.entryId)}::uuid[], ${rows.map((row) => row.kind)}::text[],
      ${rows.map((row) => row.itemId)}::text[], ${rows.map((row) => row.behavior)}::text[],
      ${rows.map((row) => row.payload)}::text[], ${rows.map((row) => row.clientMs)}::float8[],
      ${rows.map((row) => row.receivedAt)}::timestamptz[]
    ) as row (attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
      received_at)
    on conflict (attempt_id, sequence) do nothing`
}

/** The rows a save may write: none unless the attempt runs, is the candidate's, and in time. */
function rowsOf(save: Save, attempt: AttemptRow | undefined) {
  if (attempt?.state !== 'running' || attempt.candidate_id !== save.candidateId) return []
  const lastMoment = attempt.deadline_at.getTime() + GRACE_SECONDS * 1000
  return save.entries
    .filter((entry) => Date.parse(entry.receivedAt) <= lastMoment && !isLeft(entry, attempt))
    .map((entry) => ({
      attemptId: save.attemptId,
      sequence: entry.sequence,
      entryId: entry.entryId,
      kind: entry.kind,
      itemId: entry.itemId,
      behavior: entry.kind === 'behavior' ? entry.behavior : null,
      payload: payloadOf(entry),
      clientMs: entry.clientMs,
      receivedAt: entry.receivedAt,
    }))
}

/** Whether an entry answers an item that an adaptive attempt is done with. */
function isLeft(entry: KeptEntry, { items_left: left }: AttemptRow): boolean {
  return left !== null && entry.kind === 'response' && Number(entry.itemId.slice(1)) <= left
}

function payloadOf(entry: KeptEntry): string | null {
  const payload = entry.kind === 'behavior' ? (entry.text ?? null) : entry.value
  return payload === null ? null : JSON.stringify(payload)
}

function resultOf(
  save: Save,
  attempt: AttemptRow | undefined,
  keptId: ReadonlyMap<string, string>,
  highestOf: ReadonlyMap<string, number>,
): Saved {
  const mine = attempt?.candidate_id === save.candidateId
  const durable: number[] = []
  const taken: number[] = []
  for (const entry of mine ? save.entries : []) {
    const kept = keptId.get(`${save.attemptId} ${entry.sequence}`)
    if (kept === entry.entryId) durable.push(entry.sequence)
    else if (kept !== undefined) taken.push(entry.sequence)
  }
  return {
    durable,
    taken,
    nextSequence: (highestOf.get(save.attemptId) ?? 0) + 1,
    deadlineAt: attempt?.deadline_at ?? new Date(0),
    refused: refusalOf(save, attempt, new Set([...durable, ...taken])),
  }
}

function refusalOf(
  save: Save,
  attempt: AttemptRow | undefined,
  done: ReadonlySet<number>,
): Saved['refused'] {
  const missing = save.entries.filter(({ sequence }) => !done.has(sequence))
  if (missing.length === 0) return null
  if (attempt?.state !== 'running' || attempt.candidate_id !== save.candidateId) {
    return 'not-running'
  }
  return missing.some((entry) => isLeft(entry, attempt)) ? 'item-left' : 'deadline-passed'
}
