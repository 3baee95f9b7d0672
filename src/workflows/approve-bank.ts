import type { EntityManager } from '@mikro-orm/postgresql'
import { Refusal } from '../domain/refusal.ts'
import {
  BankReleaseEntity,
  BankVersionApprovalEntity,
  BankVersionEntity,
} from '../store/entities/bank.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { lockBankVersions } from './keep-bank-version.ts'

/**
 * A second person's signature under a bank version; one that is approved already, or came from
 * the workshop, stays as it is. @throws Refusal 'not-found' or 'second-person-required'
 */
export async function approveBank(
  deps: Deps,
  actor: string,
  asked: { readonly bankVersionId: string; readonly note: string },
): Promise<void> {
  const { bankVersionId, note } = asked
  await write(deps.orm, async (em) => {
    const found = await em.findOne(BankVersionEntity, { id: bankVersionId })
    if (!found) throw new Refusal('not-found', 'no such bank version')
    if (found.createdBy === actor) {
      throw new Refusal('second-person-required', 'somebody else must approve what you added')
    }
    const { program, version, digest } = found
    await lockBankVersions(em, program)
    if (await isBankApproved(em, bankVersionId)) return
    const approvedAt = deps.now()
    em.create(BankVersionApprovalEntity, { bankVersionId, note, approvedBy: actor, approvedAt })
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'bank-version-approved',
      subject: bankVersionId,
      detail: { version, digest, note },
      at: approvedAt,
    })
  })
}

/** Whether a second person approved a bank version, or it came from the workshop. */
export async function isBankApproved(em: EntityManager, bankVersionId: string): Promise<boolean> {
  const approvals = await em.count(BankVersionApprovalEntity, { bankVersionId })
  return approvals > 0 || (await em.count(BankReleaseEntity, { bankVersionId })) > 0
}
