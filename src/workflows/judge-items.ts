import { pointerTo } from '../domain/bank/finding.ts'
import {
  act as doAct,
  findObjection,
  type ItemEvent,
  type Judgement,
  lifeOf,
  type Objection,
} from '../domain/bank/life-cycle.ts'
import type { WorkshopItemStanding } from '../domain/bank/workshop-views.ts'
import { Refusal } from '../domain/refusal.ts'
import { ItemEventEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { findHistories, lockWorkshop } from './lock-workshop.ts'

/** What is asked of several items at once. */
export interface ItemJudgement {
  readonly program: string
  readonly act: Judgement
  /** Each with the revision the person has seen. */
  readonly items: readonly { readonly itemId: string; readonly revision: number }[]
  readonly note: string
}

/**
 * Remarks on items, approves or returns them, makes them live or retires them: all or none.
 * @throws Refusal 'not-found', 'second-person-required', 'already-decided' or 'invalid-input',
 *   the first item's, with a fault for each item that stands against it
 */
export async function judgeItems(
  deps: Deps,
  actor: string,
  judgement: ItemJudgement,
): Promise<WorkshopItemStanding[]> {
  const { program, act, items, note } = judgement
  return write(deps.orm, async (em) => {
    if (!(await lockWorkshop(em, program))) throw new Refusal('not-found', 'no such workshop')
    const ids = items.map(({ itemId }) => itemId)
    const histories = await findHistories(em, program, ids)
    const asked = items.map(({ itemId, revision }) => ({
      itemId,
      event: { act, revision, actor, note },
    }))
    refuseObjections(histories, asked)
    const at = deps.now()
    const standings = asked.map(({ itemId, event }): WorkshopItemStanding => {
      const events = doAct(histories.get(itemId) ?? [], event)
      const number = events.length
      em.create(ItemEventEntity, { program, itemId, number, ...event, at })
      const { revision, state } = lifeOf(events)
      return { itemId, revision, state }
    })
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: `items-${act}`,
      subject: program,
      detail: { note, items },
      at,
    })
    return standings
  })
}

function refuseObjections(
  histories: ReadonlyMap<string, readonly ItemEvent[]>,
  asked: readonly { readonly itemId: string; readonly event: ItemEvent }[],
): void {
  const seen = new Set<string>()
  const objections = asked.flatMap(({ itemId, event }, index) => {
    const twice: Objection = { code: 'invalid-input', detail: 'stands here twice' }
    const objection = seen.has(itemId)
      ? twice
      : findObjection(lifeOf(histories.get(itemId) ?? []), event)
    seen.add(itemId)
    if (!objection) return []
    return [{ ...objection, pointer: pointerTo('items', index), itemId }]
  })
  const [first] = objections
  if (!first) return
  throw new Refusal(
    first.code,
    `${first.itemId}: ${first.detail}`,
    objections.map(({ pointer, itemId, detail }) => ({ pointer, detail: `${itemId}: ${detail}` })),
  )
}
