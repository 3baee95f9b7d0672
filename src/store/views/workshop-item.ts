import { checkBank } from '../../domain/bank/check-bank.ts'
import { findSimilarItems } from '../../domain/bank/find-similar-items.ts'
import type { Item } from '../../domain/bank/item.ts'
import { type ItemAct, lifeOf } from '../../domain/bank/life-cycle.ts'
import type { WorkshopItemView } from '../../domain/bank/workshop-views.ts'
import { Refusal } from '../../domain/refusal.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'
import { findNeighbours, standingOf } from './workshop.ts'

interface RevisionRow {
  readonly revision: number
  readonly content: Item
  readonly note: string
  readonly author: string | null
  readonly createdAt: Date
}
interface EventRow {
  readonly number: number
  readonly revision: number
  readonly act: ItemAct
  readonly note: string
  readonly actor: string
  readonly name: string | null
  readonly at: Date
}

/** One item with all there is to know before judging it. @throws Refusal 'not-found' */
export async function getWorkshopItem(
  sql: Sql,
  scope: Scope,
  asked: { readonly program: string; readonly itemId: string; readonly reader: string },
): Promise<WorkshopItemView> {
  const { program, itemId } = asked
  const [revisions, events, others] = await read(sql, scope, async (tx) => [
    await listRevisions(tx, program, itemId),
    await listNamedEvents(tx, program, itemId),
    await findNeighbours(tx, program, itemId),
  ])
  const latest = revisions.at(-1)
  if (!latest || !others) throw new Refusal('not-found', 'no such item')
  const named = latest.content.enemies
  const related = others.items.filter(
    ({ id, enemies }) => named.includes(id) || enemies.includes(itemId),
  )
  // Only with what it refers to: a check of all items would take seconds for a large bank.
  const document = { ...others, items: [...related, latest.content] }
  const life = lifeOf(events)
  const { findings } = checkBank(document, { inUse: () => life.state === 'live' })
  return {
    itemId,
    ...standingOf(life, asked.reader),
    revisions: revisions.map(({ createdAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
    })),
    events: events.map(({ name, at, actor: _, ...event }) => ({
      ...event,
      actor: name,
      at: at.toISOString(),
    })),
    enemies: [...new Set([...named, ...related.map(({ id }) => id)])].sort(),
    nearDuplicates: findSimilarItems(latest.content, others.items),
    // Near duplicates stand above, also where they are declared enemies.
    findings: findings.filter(({ item, code }) => item === itemId && code !== 'near-duplicate'),
  }
}

function listRevisions(tx: SqlTransaction, program: string, itemId: string) {
  return tx<RevisionRow[]>`
    select revision, content, note, created_at as "createdAt", (
      select name from person where person.id = created_by) as author
    from item_revision where program = ${program} and item_id = ${itemId} order by revision`
}

function listNamedEvents(tx: SqlTransaction, program: string, itemId: string) {
  return tx<EventRow[]>`
    select number, revision, act, note, actor, at, (
      select name from person where person.id = actor) as name
    from item_event where program = ${program} and item_id = ${itemId} order by number`
}
