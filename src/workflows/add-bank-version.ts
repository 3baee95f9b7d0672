import type { Blueprint } from '../domain/assembly/blueprint.ts'
import { checkBank } from '../domain/bank/check-bank.ts'
import { Refusal } from '../domain/refusal.ts'
import { write } from '../store/scope.ts'
import type { Deps } from './deps.ts'
import { keepBankVersion, lockBankVersions } from './keep-bank-version.ts'

/**
 * Checks a bank document and keeps it as the program's next version; the same content again is
 * the version it was. Exams on it are published once a second person approved it.
 * @throws Refusal 'bank-invalid' with every fault
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
  const { blueprints } = added
  return write(deps.orm, async (em) => {
    await lockBankVersions(em, bank.program)
    return keepBankVersion(em, deps, { actor, bank, blueprints })
  })
}
