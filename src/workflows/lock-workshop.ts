import type { EntityManager } from '@mikro-orm/postgresql'
import type { BankFrame } from '../domain/bank/compose-bank.ts'
import type { FrameRevision } from '../domain/bank/frame-life.ts'
import type { Item } from '../domain/bank/item.ts'
import type { ItemEvent } from '../domain/bank/life-cycle.ts'

/** A program's frame and its revision. */
export interface KeptFrame {
  readonly revision: number
  readonly content: BankFrame
}

/**
 * Lets nobody else act on a program's items until the transaction ends, and gives its latest
 * frame, approved or not; null where the program has no workshop yet.
 */
export async function lockWorkshop(em: EntityManager, program: string): Promise<KeptFrame | null> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 3))', [program])
  const [frame] = await em.execute<KeptFrame[]>(
    'select revision, content from bank_frame where program = ? order by revision desc limit 1',
    [program],
  )
  return frame ?? null
}

/** Every frame of a program, the oldest first, with who wrote, approved or returned it. */
export function findFrameHistory(
  em: EntityManager,
  program: string,
): Promise<readonly FrameRevision[]> {
  return em.execute<FrameRevision[]>(
    `select revision, created_by as author, (
       select approved_by from frame_approval
       where frame_approval.program = bank_frame.program
         and frame_approval.revision = bank_frame.revision) as approver, (
       select returned_by from frame_return
       where frame_return.program = bank_frame.program
         and frame_return.revision = bank_frame.revision) as returner
     from bank_frame where program = ? order by revision`,
    [program],
  )
}

/** The last approved frame of a program; null before the first approval. */
export async function findApprovedFrame(
  em: EntityManager,
  program: string,
): Promise<KeptFrame | null> {
  const [frame] = await em.execute<KeptFrame[]>(
    `select revision, content from bank_frame join frame_approval using (program, revision)
     where program = ? order by revision desc limit 1`,
    [program],
  )
  return frame ?? null
}

/** The history of the given items, without those that have none; every item's for null. */
export async function findHistories(
  em: EntityManager,
  program: string,
  itemIds: readonly string[] | null,
): Promise<Map<string, readonly ItemEvent[]>> {
  const rows = await em.execute<(ItemEvent & { readonly itemId: string })[]>(
    `select item_id as "itemId", revision, act, actor, note from item_event
     where program = ? and ${among(itemIds)} order by item_id, number`,
    [program, JSON.stringify(itemIds ?? [])],
  )
  const events = Map.groupBy(rows, ({ itemId }) => itemId)
  return new Map(
    [...events].map(([itemId, own]) => [itemId, own.map(({ itemId: _, ...event }) => event)]),
  )
}

/** What the latest revision of each given item says. */
export async function findLatestContents(
  em: EntityManager,
  program: string,
  itemIds: readonly string[],
): Promise<Map<string, Item>> {
  const rows = await em.execute<{ readonly itemId: string; readonly content: Item }[]>(
    `select distinct on (item_id) item_id as "itemId", content from item_revision
     where program = ? and ${among(itemIds)} order by item_id, revision desc`,
    [program, JSON.stringify(itemIds)],
  )
  return new Map(rows.map(({ itemId, content }) => [itemId, content]))
}

/** What one revision of each given item says. */
export async function listContents(
  em: EntityManager,
  program: string,
  revisions: readonly { readonly itemId: string; readonly revision: number }[],
): Promise<Item[]> {
  const rows = await em.execute<{ readonly content: Item }[]>(
    `select content from item_revision
     join jsonb_to_recordset(?::jsonb) as asked ("itemId" text, revision int)
       on asked."itemId" = item_id and asked.revision = item_revision.revision
     where program = ? order by item_id`,
    [JSON.stringify(revisions), program],
  )
  return rows.map(({ content }) => content)
}

/** A condition with one parameter, a JSON list of ids; true for all when there is no list. */
function among(itemIds: readonly string[] | null): string {
  return itemIds === null
    ? "?::jsonb = '[]'::jsonb"
    : 'item_id in (select jsonb_array_elements_text(?::jsonb))'
}
