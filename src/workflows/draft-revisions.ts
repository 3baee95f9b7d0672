import type { EntityManager } from '@mikro-orm/postgresql'
import { pointerTo } from '../domain/bank/finding.ts'
import type { Item } from '../domain/bank/item.ts'
import { act, type ItemEvent, lifeOf } from '../domain/bank/life-cycle.ts'
import type { WorkshopItemStanding } from '../domain/bank/workshop-views.ts'
import { digestOf } from '../domain/digest.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { ItemEventEntity, ItemRevisionEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { findHistories, findLatestContents } from './lock-workshop.ts'

/** The revision that a writer began each item with, by item id; null for a new item. */
export type Basis = Readonly<Record<string, number | null>>

/**
 * Keeps each item as a new draft revision, in the caller's transaction that holds the
 * workshop's lock; an item that says what its latest revision says stays that revision.
 * @throws Refusal 'changed-meanwhile' where other words were kept since the writer began; items
 * without a basis are not looked at
 */
export async function draftRevisions(
  em: EntityManager,
  added: {
    readonly program: string
    readonly actor: string
    readonly items: readonly Item[]
    readonly note: string
    readonly at: Date
    readonly basis?: Basis | undefined
  },
): Promise<WorkshopItemStanding[]> {
  const { program, actor, note, at } = added
  const ids = added.items.map(({ id }) => id)
  const histories = await findHistories(em, program, ids)
  const latest = await findLatestContents(em, program, ids)
  refuseChanged(added, { histories, latest })
  const drafted: { itemId: string; revision: number; digest: string; number: number }[] = []
  const standings = added.items.map((item): WorkshopItemStanding => {
    const history = histories.get(item.id) ?? []
    const life = lifeOf(history)
    const { id: itemId } = item
    const digest = digestOf(item)
    if (isSaidAlready(item, { histories, latest })) {
      return { itemId, revision: life.revision, state: life.state }
    }
    const revision = life.revision + 1
    const { length: number } = act(history, { act: 'drafted', revision, actor, note })
    const key = { program, itemId, revision }
    em.create(ItemRevisionEntity, { ...key, content: item, note, createdBy: actor, createdAt: at })
    drafted.push({ itemId, revision, digest, number })
    return { itemId, revision, state: 'draft' }
  })
  if (drafted.length > 0) {
    // In this order: the database takes no event without its revision.
    await em.flush()
    for (const { itemId, revision, number } of drafted) {
      const key = { program, itemId, number }
      em.create(ItemEventEntity, { ...key, revision, act: 'drafted', note, actor, at })
    }
    const items = drafted.map(({ itemId, revision, digest }) => ({ itemId, revision, digest }))
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'items-drafted',
      subject: program,
      detail: { note, items },
      at,
    })
  }
  return standings
}

/** What a workshop knew of the items before, by id. */
interface Known {
  readonly histories: ReadonlyMap<string, readonly ItemEvent[]>
  readonly latest: ReadonlyMap<string, Item>
}

function isSaidAlready(item: Item, { histories, latest }: Known): boolean {
  const known = latest.get(item.id)
  if (!known || lifeOf(histories.get(item.id) ?? []).state === 'retired') return false
  return digestOf(known) === digestOf(item)
}

/** Nobody's words are replaced unseen; saying the same again, as after a lost reply, is none. */
function refuseChanged(
  { items, basis = {} }: { readonly items: readonly Item[]; readonly basis?: Basis | undefined },
  known: Known,
): void {
  const faults = items.flatMap((item, index): Fault[] => {
    const began = Object.hasOwn(basis, item.id) ? basis[item.id] : undefined
    if (began === undefined || isSaidAlready(item, known)) return []
    const { revision } = lifeOf(known.histories.get(item.id) ?? [])
    if (revision === (began ?? 0)) return []
    const detail = `${item.id} has revision ${revision} by now; this was written from ${
      began === null ? 'none' : `revision ${began}`
    }`
    return [{ pointer: pointerTo('items', index), detail }]
  })
  if (faults.length === 0) return
  const detail = `${faults.length} items were changed in the meantime; nothing was kept`
  throw new Refusal('changed-meanwhile', detail, faults)
}
