import type { EntityManager } from '@mikro-orm/postgresql'
import type { Bank } from '../domain/bank/bank.ts'
import { composeBank } from '../domain/bank/compose-bank.ts'
import { lifeOf } from '../domain/bank/life-cycle.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { BankReleaseEntity, BankVersionEntity } from '../store/entities/bank.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { keepBankVersion, lockBankVersions } from './keep-bank-version.ts'
import { findApprovedFrame, findHistories, listContents, lockWorkshop } from './lock-workshop.ts'

/**
 * Makes the live items of a program, in its last approved frame, its next bank version, with
 * the blueprints of the version before; the same content again is the version it was. The log
 * first says which revisions go in, and then, under the same digest, which version they became.
 * A version released once counts as approved: every part of it was, by somebody else.
 * @throws Refusal 'not-found', 'second-person-required' before a frame was approved, or
 *   'bank-invalid' with every fault
 */
export async function releaseBank(deps: Deps, actor: string, program: string): Promise<string> {
  return write(deps.orm, async (em) => {
    const workshop = await lockWorkshop(em, program)
    if (!workshop) throw new Refusal('not-found', 'no such workshop')
    await lockBankVersions(em, program)
    const last = await em.findOne(BankVersionEntity, { program }, { orderBy: { version: 'desc' } })
    const before = last && (await deps.frozen.bank(last.id))
    const { bank, frameRevision, items } = await compose(em, program, before)
    const at = deps.now()
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'bank-composed',
      subject: program,
      detail: { digest: digestOf(bank), frameRevision, items },
      at,
    })
    const blueprints = last?.blueprints ?? []
    const bankVersionId = await keepBankVersion(em, deps, { actor, bank, blueprints })
    if ((await em.count(BankReleaseEntity, { bankVersionId })) === 0) {
      const released = { bankVersionId, frameRevision, releasedBy: actor, releasedAt: at }
      em.create(BankReleaseEntity, released)
    }
    return bankVersionId
  })
}

async function compose(em: EntityManager, program: string, before: Bank | null) {
  const frame = await findApprovedFrame(em, program)
  if (!frame) {
    throw new Refusal('second-person-required', 'somebody else must approve the frame first')
  }
  const histories = await findHistories(em, program, null)
  const items = [...histories].flatMap(([itemId, events]) => {
    const { liveRevision } = lifeOf(events)
    return liveRevision === null ? [] : [{ itemId, revision: liveRevision }]
  })
  const contents = await listContents(em, program, items)
  const known = new Set(histories.keys())
  const bank = soundBank(composeBank(frame.content, contents, { known, before }))
  return { bank, frameRevision: frame.revision, items }
}

function soundBank({ bank, findings }: ReturnType<typeof composeBank>): Bank {
  if (bank) return bank
  const faults = findings.filter(({ severity }) => severity === 'error')
  throw new Refusal(
    'bank-invalid',
    `the live items make a bank with ${faults.length} errors; nothing was released`,
    faults.map(({ pointer, item, message }) => ({
      pointer,
      detail: item === null ? message.en : `${item}: ${message.en}`,
    })),
  )
}
