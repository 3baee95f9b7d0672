import type { Blueprint } from '../domain/assembly/blueprint.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { composeBank } from '../domain/bank/compose-bank.ts'
import { lifeOf } from '../domain/bank/life-cycle.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { addBankVersion } from './add-bank-version.ts'
import type { Deps } from './deps.ts'
import { findApprovedFrame, findHistories, listContents, lockWorkshop } from './lock-workshop.ts'

/**
 * Makes the live items of a program, in its last approved frame, its next bank version, with
 * the blueprints of the version before; the same content again is the version it was. The log
 * first says which revisions go in, and then, under the same digest, which version they became.
 * @throws Refusal 'not-found', 'second-person-required' before a frame was approved, or
 *   'bank-invalid' with every fault
 */
export async function releaseBank(deps: Deps, actor: string, program: string): Promise<string> {
  const composed = await compose(deps, actor, program)
  return addBankVersion(deps, actor, composed)
}

async function compose(
  deps: Deps,
  actor: string,
  program: string,
): Promise<{ readonly document: Bank; readonly blueprints: readonly Blueprint[] }> {
  return write(deps.orm, async (em) => {
    if (!(await lockWorkshop(em, program))) throw new Refusal('not-found', 'no such workshop')
    const frame = await findApprovedFrame(em, program)
    if (!frame) {
      throw new Refusal('second-person-required', 'somebody else must approve the frame first')
    }
    const histories = await findHistories(em, program, null)
    const live = [...histories].flatMap(([itemId, events]) => {
      const { liveRevision } = lifeOf(events)
      return liveRevision === null ? [] : [{ itemId, revision: liveRevision }]
    })
    const contents = await listContents(em, program, live)
    const document = soundBank(composeBank(frame.content, contents, new Set(histories.keys())))
    const last = await em.findOne(BankVersionEntity, { program }, { orderBy: { version: 'desc' } })
    await appendLog(em, {
      chain: `bank:${program}`,
      actor,
      act: 'bank-composed',
      subject: program,
      detail: { digest: digestOf(document), frameRevision: frame.revision, items: live },
      at: deps.now(),
    })
    return { document, blueprints: last?.blueprints ?? [] }
  })
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
