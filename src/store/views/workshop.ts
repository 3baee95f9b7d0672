import type { Bank } from '../../domain/bank/bank.ts'
import type { BankFrame } from '../../domain/bank/compose-bank.ts'
import type { Item } from '../../domain/bank/item.ts'
import {
  type ItemAct,
  type ItemLife,
  type ItemState,
  lifeOf,
  listAllowedActs,
} from '../../domain/bank/life-cycle.ts'
import type {
  WorkshopExposure,
  WorkshopItemRow,
  WorkshopRow,
} from '../../domain/bank/workshop-views.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { read, type Scope, SYSTEM } from '../scope.ts'
import type { Sql, SqlTransaction } from '../sql-pool.ts'

interface EventRow {
  readonly program: string
  readonly itemId: string
  readonly revision: number
  readonly act: ItemAct
  readonly actor: string
}

/** Every program with a workshop, and how many of its items stand where. */
export async function listWorkshops(sql: Sql, scope: Scope): Promise<WorkshopRow[]> {
  const [frames, events] = await read(sql, scope, async (tx) => [
    await tx<{ program: string; title: LocalizedText }[]>`
      select distinct on (program) program, content -> 'title' as title from bank_frame
      order by program, revision desc`,
    await listEvents(tx, null),
  ])
  const byProgram = Map.groupBy(events, ({ program }) => program)
  return frames.map(({ program, title }) => {
    const lives = [...livesOf(byProgram.get(program) ?? []).values()]
    const count = (state: ItemState) => lives.filter((life) => life.state === state).length
    return {
      program,
      title,
      counts: {
        draft: count('draft'),
        reviewed: count('reviewed'),
        live: count('live'),
        retired: count('retired'),
      },
      inUse: lives.filter(({ liveRevision }) => liveRevision !== null).length,
    }
  })
}

/** What a list of items is narrowed to, and which part of it is wanted. */
export interface ItemSearch {
  readonly program: string
  /** The person who asks. */
  readonly reader: string
  /** Part of the id or of the stem in either language, whatever the case. */
  readonly search?: string
  readonly state?: ItemState
  /** The id after which the page begins. */
  readonly after?: string
  readonly limit: number
}

interface LatestRow {
  readonly itemId: string
  readonly createdAt: Date
  readonly author: string | null
  readonly competency: string
  readonly level: Item['level']
  readonly type: Item['type']
  readonly stem: LocalizedText
}

/** A page of a program's items in order of id, as a person may see them. */
export async function listWorkshopItems(
  sql: Sql,
  scope: Scope,
  asked: ItemSearch,
): Promise<{ items: WorkshopItemRow[]; total: number; next: string | null }> {
  const { program, search = '', state, after = '', limit } = asked
  const [latest, events] = await read(sql, scope, async (tx) => [
    await tx<LatestRow[]>`
      select item_id as "itemId", created_at as "createdAt", (
          select name from person where person.id = created_by) as author,
        content ->> 'competency' as competency, content ->> 'level' as level,
        content ->> 'type' as type, content -> 'stem' as stem
      from (select distinct on (item_id) * from item_revision where program = ${program}
        order by item_id, revision desc) as latest
      where strpos(lower(concat_ws(chr(10), item_id, content -> 'stem' ->> 'zh-CN',
        content -> 'stem' ->> 'en')), lower(${search})) > 0
      order by item_id collate "C"`,
    await listEvents(tx, program),
  ])
  const lives = livesOf(events)
  const all = latest.flatMap(({ createdAt, ...row }): WorkshopItemRow[] => {
    const life = lives.get(row.itemId)
    if (!life || (state !== undefined && life.state !== state)) return []
    return [{ ...row, ...standingOf(life, asked.reader), updatedAt: createdAt.toISOString() }]
  })
  const items = all.filter(({ itemId }) => itemId > after).slice(0, limit)
  const last = items.at(-1)?.itemId ?? null
  const isMore = last !== null && all.at(-1)?.itemId !== last
  return { items, total: all.length, next: isMore ? last : null }
}

/** What every view of an item tells of its life. */
export function standingOf(life: ItemLife, person: string) {
  const { revision, state, liveRevision, authors } = life
  const mine = authors.includes(person)
  return { revision, state, liveRevision, mine, acts: listAllowedActs(life, person) }
}

/**
 * How often the program's items stood on forms in published exams. The counts are of the whole
 * installation, whoever asks: an item is used up everywhere at once, and they name nobody.
 */
export async function getWorkshopExposure(sql: Sql, program: string): Promise<WorkshopExposure> {
  const [forms, rows] = await read(sql, SYSTEM, async (tx) => [
    await tx<{ formCount: number }[]>`
      select count(*)::int as "formCount" from attempt ${ofProgram(tx, program)}`,
    await tx<{ itemId: string; formCount: number; examCount: number }[]>`
      select item_id as "itemId", coalesce(used.forms, 0)::int as "formCount",
        coalesce(used.exams, 0)::int as "examCount"
      from (select distinct item_id from item_revision where program = ${program}) as known
      full join (
        select form_item ->> 'item' as item_id, count(*) as forms,
          count(distinct attempt.exam_id) as exams
        from attempt cross join lateral jsonb_array_elements(attempt.form -> 'items') as form_item
        ${ofProgram(tx, program)} group by 1) as used using (item_id)
      order by item_id collate "C"`,
  ])
  const formCount = forms[0]?.formCount ?? 0
  const shareOf = (count: number) => (formCount === 0 ? null : count / formCount)
  return { formCount, items: rows.map((row) => ({ ...row, share: shareOf(row.formCount) })) }
}

function ofProgram(tx: SqlTransaction, program: string) {
  return tx`where attempt.exam_id in (
    select exam.id from exam join bank_version on bank_version.id = exam.bank_version_id
    where bank_version.program = ${program} and exam.published_at is not null
      and not exam.simulated)`
}

/** A program's bank as it would be with the latest revision of each other item not retired. */
export async function findNeighbours(
  tx: SqlTransaction,
  program: string,
  itemId: string,
): Promise<Bank | null> {
  const [frame] = await tx<{ content: BankFrame }[]>`
    select content from bank_frame where program = ${program} order by revision desc limit 1`
  if (!frame) return null
  const lives = livesOf(await listEvents(tx, program))
  const rows = await tx<{ content: Item }[]>`
    select distinct on (item_id) content - 'pictures' as content from item_revision
    where program = ${program} and item_id <> ${itemId} order by item_id, revision desc`
  const items = rows.map(({ content }) => content)
  return { ...frame.content, items: items.filter(({ id }) => lives.get(id)?.state !== 'retired') }
}

function listEvents(tx: SqlTransaction, program: string | null) {
  return tx<EventRow[]>`
    select program, item_id as "itemId", revision, act, actor from item_event
    ${program === null ? tx`` : tx`where program = ${program}`} order by item_id, number`
}

function livesOf(events: readonly EventRow[]): Map<string, ItemLife> {
  const byItem = Map.groupBy(events, ({ itemId }) => itemId)
  return new Map([...byItem].map(([itemId, own]) => [itemId, lifeOf(own)]))
}
