import type { EntityManager } from '@mikro-orm/postgresql'
import type { Item } from '../domain/bank/item.ts'
import { act, lifeOf } from '../domain/bank/life-cycle.ts'
import type { WorkshopItemStanding } from '../domain/bank/workshop-views.ts'
import { digestOf } from '../domain/digest.ts'
import { ItemEventEntity, ItemRevisionEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { findHistories, findLatestContents } from './lock-workshop.ts'

/**
 * Keeps each item as a new draft revision, in the caller's transaction that holds the
 * workshop's lock; an item that says what its latest revision says stays that revision.
 */
export async function draftRevisions(
  em: EntityManager,
  added: {
    readonly program: string
    readonly actor: string
    readonly items: readonly Item[]
    readonly note: string
    readonly at: Date
  },
): Promise<WorkshopItemStanding[]> {
  const { program, actor, note, at } = added
  const ids = added.items.map(({ id }) => id)
  const histories = await findHistories(em, program, ids)
  const latest = await findLatestContents(em, program, ids)
  const drafted: { itemId: string; revision: number; digest: string; number: number }[] = []
  const standings = added.items.map((item): WorkshopItemStanding => {
    const history = histories.get(item.id) ?? []
    const life = lifeOf(history)
    const { id: itemId } = item
    const known = latest.get(itemId)
    const digest = digestOf(item)
    if (known && life.state !== 'retired' && digestOf(known) === digest) {
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
