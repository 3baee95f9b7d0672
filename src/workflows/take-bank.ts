import type { EntityManager } from '@mikro-orm/postgresql'
import { checkBank } from '../domain/bank/check-bank.ts'
import { type BankFrame, frameOf } from '../domain/bank/compose-bank.ts'
import { frameLifeOf } from '../domain/bank/frame-life.ts'
import type { WorkshopItemStanding } from '../domain/bank/workshop-views.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { BankFrameEntity } from '../store/entities/workshop.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { draftRevisions } from './draft-revisions.ts'
import { findFrameHistory, type KeptFrame, lockWorkshop } from './lock-workshop.ts'

/**
 * Takes a whole bank document into its program's workshop: where its frame says anything new it
 * is proposed, its items are drafts where they do. The words of a frame that was sent back are
 * a new proposal: whoever takes them in again stands by them. @throws Refusal 'bank-invalid'
 */
export async function takeBank(
  deps: Deps,
  actor: string,
  taken: { readonly document: unknown; readonly note: string },
): Promise<{ readonly program: string; readonly items: WorkshopItemStanding[] }> {
  const { bank, findings } = checkBank(taken.document)
  if (!bank) {
    const faults = findings.filter(({ severity }) => severity === 'error')
    throw new Refusal(
      'bank-invalid',
      `the bank has ${faults.length} errors; nothing was taken`,
      faults.map(({ pointer, message }) => ({ pointer, detail: message.en })),
    )
  }
  const { program, items } = bank
  return write(deps.orm, async (em) => {
    const before = await lockWorkshop(em, program)
    const at = deps.now()
    await proposeFrame(em, before, { frame: frameOf(bank), actor, at })
    const { note } = taken
    return { program, items: await draftRevisions(em, { program, actor, items, note, at }) }
  })
}

async function proposeFrame(
  em: EntityManager,
  before: KeptFrame | null,
  proposed: { readonly frame: BankFrame; readonly actor: string; readonly at: Date },
): Promise<void> {
  const { frame, actor, at } = proposed
  const digest = digestOf(frame)
  const { program } = frame
  const { returned } = frameLifeOf(await findFrameHistory(em, program))
  if (before && !returned && digestOf(before.content) === digest) return
  const revision = 1 + (before?.revision ?? 0)
  em.create(BankFrameEntity, { program, revision, content: frame, createdBy: actor, createdAt: at })
  await appendLog(em, {
    chain: `bank:${program}`,
    actor,
    act: 'bank-frame-proposed',
    subject: program,
    detail: { revision, digest },
    at,
  })
}
