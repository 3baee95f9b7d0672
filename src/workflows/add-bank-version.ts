import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { digestOf } from '../domain/digest.ts'
import { Refusal } from '../domain/refusal.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { appendLog } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'

/**
 * Checks a bank document and keeps it as the program's next version; the same content again is
 * the version it was. @throws Refusal 'bank-invalid' with every fault
 */
export async function addBankVersion(
  deps: Deps,
  actor: string | null,
  added: { readonly document: unknown; readonly blueprints: readonly Blueprint[] },
): Promise<string> {
  const { bank, findings } = checkBank(added.document)
  const faults = findings.filter(({ severity }) => severity === 'error')
  if (!bank || faults.length > 0) {
    throw new Refusal(
      'bank-invalid',
      `the bank has ${faults.length} errors; nothing was imported`,
      faults.map(({ pointer, message }) => ({ pointer, detail: message.en })),
    )
  }
  const digest = digestOf(bank)
  return write(deps.orm, async (em) => {
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 1))', [bank.program])
    const known = await em.findOne(BankVersionEntity, { program: bank.program, digest })
    if (known) return known.id
    const version = 1 + (await em.count(BankVersionEntity, { program: bank.program }))
    const id = deps.newId()
    em.create(BankVersionEntity, {
      id,
      program: bank.program,
      version,
      digest,
      content: bank,
      blueprints: [...added.blueprints],
      createdBy: actor,
      createdAt: deps.now(),
    })
    await appendLog(em, {
      chain: `bank:${bank.program}`,
      actor,
      act: 'bank-version-added',
      subject: id,
      detail: { version, digest, itemCount: bank.items.length },
      at: deps.now(),
    })
    return id
  })
}
