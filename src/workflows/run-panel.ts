import type { EntityManager } from '@mikro-orm/postgresql'
import type { Bank } from '../domain/bank/bank.ts'
import { indexOf } from '../domain/bank/bank-index.ts'
import { pointerTo } from '../domain/bank/finding.ts'
import type { PanelInput } from '../domain/measurement/standard-setting/panel.ts'
import { orderForBookmarks } from '../domain/measurement/standard-setting/summarize-round.ts'
import { covers } from '../domain/organization/unit.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { PersonEntity, UnitEntity } from '../store/entities/organization.ts'
import { PanelEntity, PanelEventEntity, PanelJudgeEntity } from '../store/entities/panel.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { type Scope, write } from '../store/scope.ts'
import { getWorkshopPerformance } from '../store/views/workshop-health.ts'
import type { Deps } from './deps.ts'
import { lockPanel, refuseCandidates } from './lock-panel.ts'

/**
 * Begins a panel. What share of earlier candidates got each item right is kept with it, as far
 * as the organizer's branches tell: judges are told just that, however long the panel takes.
 * @throws Refusal 'invalid-input'
 */
export async function createPanel(
  deps: Deps,
  by: { readonly actor: string; readonly scope: Scope },
  input: PanelInput,
): Promise<string> {
  const { unitId, bankVersionId, method = 'angoff', title, levels } = input
  const known = await write(deps.orm, (em) => em.count(BankVersionEntity, { id: bankVersionId }))
  if (known === 0) throw invalid([{ pointer: '/bankVersionId', detail: 'does not exist' }])
  const bank = await deps.frozen.bank(bankVersionId)
  refuseContent(bank, input)
  const items = method === 'bookmark' ? orderForBookmarks(bank, input.items).ordered : input.items
  const performance = await getWorkshopPerformance(deps, by.scope, bank.program)
  const shares = new Map(performance.items.map((one) => [one.itemId, one.correctShare]))
  const rated = items.map((item) => ({ item, observed: shares.get(item)?.value ?? null }))
  const id = deps.newId()
  const createdAt = deps.now()
  const createdBy = by.actor
  await write(deps.orm, async (em) => {
    const kept = {
      id,
      unitId,
      bankVersionId,
      method,
      title,
      levels: [...levels],
      createdBy,
      createdAt,
    }
    em.create(PanelEntity, { ...kept, items: rated })
    const levelIds = levels.map((level) => level.id)
    const detail = { unitId, bankVersionId, method, levels: levelIds, items }
    const what = { actor: by.actor, act: 'panel-created', subject: id }
    await appendLog(em, { chain: `panel:${id}`, ...what, detail, at: createdAt })
  })
  return id
}

function refuseContent(bank: Bank, { method, levels, items }: PanelInput): void {
  const inItems = (ids: readonly string[], why: (id: string) => string): Fault[] =>
    ids.map((id) => ({ pointer: pointerTo('items', items.indexOf(id)), detail: why(id) }))
  const strangers = items.filter((item) => !indexOf(bank).items.has(item))
  const faults = inItems(strangers, (id) => `the bank has no item ${id}`)
  if (method === 'bookmark' && strangers.length === 0) {
    const { placeless } = orderForBookmarks(bank, items)
    faults.push(...inItems(placeless, (id) => `${id} is guessed too often to have a place`))
  }
  if (new Set(levels.map(({ id }) => id)).size < levels.length) {
    faults.push({ pointer: '/levels', detail: 'a level stands here twice' })
  }
  if (faults.length > 0) throw invalid(faults)
}

/**
 * Makes persons of the panel's branch its judges, by their accounts; who is one already stays
 * one. Nobody joins once the cuts are concluded. @throws Refusal 'not-found', 'invalid-input',
 * 'already-decided' or 'conflict-of-interest' for candidates of an exam on the bank
 */
export async function inviteJudges(
  deps: Deps,
  actor: string,
  asked: { readonly panelId: string; readonly accounts: readonly string[] },
): Promise<void> {
  const { panelId, accounts } = asked
  await write(deps.orm, async (em) => {
    const { panel, state } = await lockPanel(em, panelId)
    refuseConcluded(state)
    const personIds = await findInBranch(em, panel.unitId, accounts)
    await refuseCandidates(em, panel.bankVersionId, personIds)
    const there = await em.find(PanelJudgeEntity, { panelId })
    const added = personIds.filter((id) => there.every(({ personId }) => personId !== id))
    const invitedAt = deps.now()
    for (const personId of added) {
      em.create(PanelJudgeEntity, { panelId, personId, invitedBy: actor, invitedAt })
    }
    if (added.length === 0) return
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor,
      act: 'panel-judges-invited',
      subject: panelId,
      detail: { judges: added },
      at: invitedAt,
    })
  })
}

/** Persons of a unit's branch by their accounts, in that order. */
async function findInBranch(
  em: EntityManager,
  unitId: string,
  accounts: readonly string[],
): Promise<string[]> {
  const { path } = await em.findOneOrFail(UnitEntity, { id: unitId })
  const persons = await em.find(PersonEntity, { account: [...accounts] })
  const units = await em.find(UnitEntity, { id: persons.map((person) => person.unitId) })
  const inside = new Set(units.filter((unit) => covers(path, unit.path)).map(({ id }) => id))
  const ids = accounts.map((account) => {
    return persons.find((person) => person.account === account && inside.has(person.unitId))?.id
  })
  const faults = ids.flatMap((id, index): Fault[] =>
    id === undefined
      ? [
          {
            pointer: pointerTo('accounts', index),
            detail: `${accounts[index]} is nobody of the panel’s branch`,
          },
        ]
      : [],
  )
  if (faults.length > 0) throw invalid(faults)
  return ids.filter((id) => id !== undefined)
}

/**
 * Opens the next round, or closes the one that is open; `round` says which, so that two
 * organizers do not turn twice. @throws Refusal 'not-found', 'already-decided' once concluded,
 * 'changed-meanwhile' where another round is next, 'invalid-input' without a judge
 */
export async function turnRound(
  deps: Deps,
  actor: string,
  asked: { readonly panelId: string; readonly round: number; readonly act: 'opened' | 'closed' },
): Promise<void> {
  const { panelId, round, act } = asked
  await write(deps.orm, async (em) => {
    const { events, state } = await lockPanel(em, panelId)
    refuseConcluded(state)
    const number = 2 * round - (act === 'opened' ? 1 : 0)
    if (number !== events + 1) {
      throw new Refusal('changed-meanwhile', 'another round is open or next by now')
    }
    if ((await em.count(PanelJudgeEntity, { panelId })) === 0) {
      throw invalid([{ pointer: '', detail: 'the panel has no judges yet' }])
    }
    const at = deps.now()
    em.create(PanelEventEntity, { panelId, number, act, round, actor, at })
    await appendLog(em, {
      chain: `panel:${panelId}`,
      actor,
      act: `panel-round-${act}`,
      subject: panelId,
      detail: { round },
      at,
    })
  })
}

function refuseConcluded(state: string): void {
  if (state !== 'concluded' && state !== 'signed') return
  throw new Refusal('already-decided', 'the panel is concluded')
}

function invalid(faults: readonly Fault[]): Refusal {
  const [first] = faults
  return new Refusal('invalid-input', `${first?.pointer} ${first?.detail}`.trim(), faults)
}
