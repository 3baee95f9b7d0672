import { bankSchemaFindings } from '../domain/bank/bank-schema-findings.ts'
import type { BankFrame } from '../domain/bank/compose-bank.ts'
import { pointerTo } from '../domain/bank/finding.ts'
import type { Item } from '../domain/bank/item.ts'
import type { WorkshopItemStanding } from '../domain/bank/workshop-views.ts'
import { type Fault, Refusal } from '../domain/refusal.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { type Basis, draftRevisions } from './draft-revisions.ts'
import { lockWorkshop } from './lock-workshop.ts'

/**
 * Adds items to a program's workshop, or new revisions of items it has, as drafts: all of them
 * or none. @throws Refusal 'not-found' for a program without a workshop, 'invalid-input' with
 * every fault of shape and for a basis of items that are not sent,
 * 'changed-meanwhile' where somebody kept another revision since the basis
 */
export async function proposeItems(
  deps: Deps,
  actor: string,
  proposed: {
    readonly program: string
    readonly items: readonly unknown[]
    readonly note: string
    readonly basis?: Basis | undefined
  },
): Promise<WorkshopItemStanding[]> {
  return write(deps.orm, async (em) => {
    const { program, note, basis } = proposed
    const frame = await lockWorkshop(em, program)
    if (!frame) throw new Refusal('not-found', 'no such workshop')
    const items = soundItems(frame.content, proposed.items)
    refuseStrayBasis(items, basis ?? {})
    return draftRevisions(em, { program, actor, items, note, basis, at: deps.now() })
  })
}

function soundItems(frame: BankFrame, items: readonly unknown[]): readonly Item[] {
  const faults = bankSchemaFindings({ ...frame, items }).map(
    ({ pointer, message }): Fault => ({ pointer, detail: message.en }),
  )
  const all = faults.length > 0 ? faults : repeated(items as readonly Item[])
  if (all.length === 0) return items as readonly Item[]
  throw new Refusal('invalid-input', `the items have ${all.length} faults; nothing was kept`, all)
}

/** A slip of the pen in an id must not pass for an item without a basis. */
function refuseStrayBasis(items: readonly Item[], basis: Basis): void {
  const ids = new Set(items.map(({ id }) => id))
  const faults = Object.keys(basis)
    .filter((id) => !ids.has(id))
    .map((id): Fault => ({ pointer: pointerTo('basis', id), detail: 'is none of the items sent' }))
  if (faults.length === 0) return
  throw new Refusal('invalid-input', 'the basis names items that are not sent', faults)
}

function repeated(items: readonly Item[]): Fault[] {
  const seen = new Set<string>()
  return items.flatMap(({ id }, index) => {
    if (seen.has(id)) {
      return [{ pointer: pointerTo('items', index, 'id'), detail: `${id} stands here twice` }]
    }
    seen.add(id)
    return []
  })
}
