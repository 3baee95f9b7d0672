import type { PendingQuery, Row } from 'postgres'
import type { KeptEntry } from '../../domain/delivery/journal.ts'
import type { Sql, Statement } from '../sql-pool.ts'
import { GRACE_SECONDS, type Save, type Saved } from './save.ts'

interface WrittenRow {
  readonly id: string
  readonly candidate_id: string
  readonly state: string
  readonly deadline_at: Date
  readonly paused_until: Date | null
  readonly claim: number
  readonly notice_count: number
  /** Items an adaptive attempt is done with: no answer to them is taken any more. */
  readonly items_left: number | null
  /** Attempt, sequence and entry id of all that the statement wrote, in one row; null: none. */
  readonly written: readonly (readonly [string, number, string])[] | null
}

interface KeptRow {
  readonly attempt_id: string
  readonly highest: number | null
  /** Of the sequences asked for, those that are held, each with its entry's id; null: none. */
  readonly kept: readonly (readonly [number, string])[] | null
}

/**
 * Writes saves by one statement, which is one transaction; a second one looks only where a
 * sequence was held already. Null where the attempt's row is locked by others and the caller
 * doesn't wait, or does not exist. Several may be under way about the same attempt.
 */
export async function writeSaves(
  sql: Sql,
  saves: readonly Save[],
  { waits }: { readonly waits: boolean },
): Promise<(Saved | null)[]> {
  const attemptIds = [...new Set(saves.map((save) => save.attemptId))].sort()
  const rows = JSON.stringify(saves.flatMap(rowsOf))
  const written = await sql.asSystem((statement) => {
    const patience = waits ? statement`` : statement`skip locked`
    return write(statement, { attemptIds, rows, patience })
  })
  const attempts = toldOf(written)
  await lookUpHeld(sql, saves, attempts)
  return saves.map((save) => {
    const attempt = attempts.get(save.attemptId)
    return attempt ? resultOf(save, attempt) : null
  })
}

/** What a row of the journal is made of; compared and cast by the database. */
function rowsOf(save: Save) {
  return save.entries.map((entry) => ({
    attempt_id: save.attemptId,
    candidate_id: save.candidateId,
    sequence: entry.sequence,
    entry_id: entry.entryId,
    kind: entry.kind,
    item_id: entry.itemId,
    place: placeOf(entry),
    behavior: entry.kind === 'behavior' ? entry.behavior : null,
    payload: payloadOf(entry),
    client_ms: entry.clientMs,
    received_at: entry.receivedAt,
    claim: entry.claim ?? 0,
  }))
}

/** The place on the form of the item that a response answers; null for what is no response. */
function placeOf(entry: KeptEntry): number | null {
  return entry.kind === 'response' ? Number(entry.itemId.slice(1)) : null
}

/** The column of a behavior holds its text as a string, or else its detail as an object. */
function payloadOf(entry: KeptEntry): unknown {
  return entry.kind === 'behavior' ? (entry.detail ?? entry.text ?? null) : entry.value
}

/**
 * The lock lets saves of one attempt pass together and holds submission until they are in. Rows
 * are sorted, so that all locks are held, in one order, before the first row is written.
 *
 * An entry of an opening that there has not been yet counts as of the latest one: a page's claim
 * is higher only where the database was set back to an earlier state, and what it says is no less
 * true for that; but nobody can put an answer above what later pages will give.
 */
function write(
  statement: Statement,
  {
    attemptIds,
    rows,
    patience,
  }: {
    readonly attemptIds: readonly string[]
    readonly rows: string
    readonly patience: PendingQuery<Row[]>
  },
) {
  return statement<WrittenRow[]>`
    with held as materialized (
      select attempt.id, candidate_id, state, deadline_at, paused_until, claim, notice_count,
        items_left
      from unnest(${[...attemptIds]}::uuid[]) as asked (id)
      join attempt on attempt.id = asked.id
      order by attempt.id for key share of attempt ${patience}
    ), written as (
      insert into journal_entry (attempt_id, sequence, entry_id, kind, item_id, behavior, payload,
        client_ms, received_at, claim)
      select attempt_id, sequence, entry_id, kind, item_id, behavior, payload, client_ms,
        received_at, least(row.claim, held.claim)
      from json_to_recordset(${rows}::text::json) as row (attempt_id uuid, candidate_id uuid,
        sequence int, entry_id uuid, kind text, item_id text, place int, behavior text,
        payload jsonb, client_ms float8, received_at timestamptz, claim int)
      join held on held.id = attempt_id and held.candidate_id = row.candidate_id
      where state = 'running'
        and received_at <= deadline_at + make_interval(secs => ${GRACE_SECONDS})
        and (place is null or items_left is null or place > items_left)
      order by attempt_id, sequence
      on conflict (attempt_id, sequence) do nothing
      returning attempt_id, sequence, entry_id
    )
    select held.*,
      -- All that was written, told once: to join it to its attempts would be quadratic.
      case when row_number() over () = 1 then (
        select json_agg(json_build_array(attempt_id, sequence, entry_id)) from written
      ) end as written
    from held`
}

/** An attempt as the statement that wrote found it, with every entry known to be kept. */
interface Told {
  readonly row: WrittenRow
  /** Entry ids by sequence. */
  readonly kept: Map<number, string>
  /** Of the journal, where it was looked up. */
  highest: number
}

function toldOf(rows: readonly WrittenRow[]): Map<string, Told> {
  const attempts = new Map(
    rows.map((row): [string, Told] => {
      return [row.id, { row, kept: new Map(), highest: 0 }]
    }),
  )
  for (const [attemptId, sequence, entryId] of rows.flatMap((row) => row.written ?? [])) {
    attempts.get(attemptId)?.kept.set(sequence, entryId)
  }
  return attempts
}

/**
 * What was not written may be there since before, or since a moment ago: looks once more, and for
 * the highest sequence there is then. Where all was written nobody needs to be told that one: the
 * next sequence is only a proposal, and whoever finds it taken is told.
 */
async function lookUpHeld(
  sql: Sql,
  saves: readonly Save[],
  attempts: ReadonlyMap<string, Told>,
): Promise<void> {
  const asked = saves.flatMap(({ attemptId, entries }) => {
    const kept = attempts.get(attemptId)?.kept
    const unknown = entries.filter(({ sequence }) => kept && !kept.has(sequence))
    return unknown.map(({ sequence }) => ({ attempt_id: attemptId, sequence }))
  })
  for (const row of asked.length === 0 ? [] : await readHeld(sql, asked)) {
    const attempt = attempts.get(row.attempt_id)
    if (!attempt) continue
    attempt.highest = row.highest ?? 0
    for (const [sequence, entryId] of row.kept ?? []) attempt.kept.set(sequence, entryId)
  }
}

function readHeld(
  sql: Sql,
  asked: readonly { readonly attempt_id: string; readonly sequence: number }[],
): Promise<KeptRow[]> {
  return sql.asSystem(
    (statement) => statement<KeptRow[]>`
      with asked as materialized (
        select attempt_id, array_agg(distinct sequence) as sequences
        from json_to_recordset(${JSON.stringify(asked)}::text::json)
          as row (attempt_id uuid, sequence int)
        group by attempt_id
      )
      select attempt_id, (
          select max(sequence) from journal_entry where attempt_id = asked.attempt_id
        ) as highest, (
          select json_agg(json_build_array(sequence, entry_id)) from journal_entry
          where attempt_id = asked.attempt_id and sequence = any(sequences)
        ) as kept
      from asked`,
  )
}

function resultOf(save: Save, { row, kept, highest }: Told): Saved {
  const mine = row.candidate_id === save.candidateId
  const durable: number[] = []
  const taken: number[] = []
  for (const { sequence, entryId } of mine ? save.entries : []) {
    const keptId = kept.get(sequence)
    if (keptId === entryId) durable.push(sequence)
    else if (keptId !== undefined) taken.push(sequence)
  }
  return {
    durable,
    taken,
    nextSequence: Math.max(highest, ...kept.keys()) + 1,
    deadlineAt: row.deadline_at,
    pausedUntil: row.paused_until,
    claim: row.claim,
    noticeCount: row.notice_count,
    refused: refusalOf(save, row, kept),
  }
}

function refusalOf(
  save: Save,
  row: WrittenRow,
  kept: ReadonlyMap<number, string>,
): Saved['refused'] {
  const mine = row.candidate_id === save.candidateId
  const missing = save.entries.filter(({ sequence }) => !mine || !kept.has(sequence))
  if (missing.length === 0) return null
  if (row.state !== 'running' || !mine) return 'not-running'
  const left = row.items_left ?? 0
  const isLeft = (entry: KeptEntry) => (placeOf(entry) ?? Number.POSITIVE_INFINITY) <= left
  return missing.some(isLeft) ? 'item-left' : 'deadline-passed'
}
