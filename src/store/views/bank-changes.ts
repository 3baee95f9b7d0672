import type { Bank } from '../../domain/bank/bank.ts'
import type { BankVersionChanges } from '../../domain/bank/bank-version-views.ts'
import { checkBank } from '../../domain/bank/check-bank.ts'
import { compareBanks } from '../../domain/bank/compare-banks.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { FrozenContent } from '../frozen-content.ts'
import { read, type Scope } from '../scope.ts'
import type { Sql } from '../sql-pool.ts'

type Remarks = Pick<BankVersionChanges, 'warnings' | 'notes'>

/** A check of thousands of items takes seconds; a version never changes, so one is enough. */
const remarked = new WeakMap<Bank, Remarks>()

/**
 * What is new in a bank version against the last approved one before it. A version in between
 * that nobody approved is no measure: what it brought has been seen by nobody else.
 * @throws Refusal 'not-found'
 */
export async function getBankChanges(
  { sql, frozen }: { readonly sql: Sql; readonly frozen: FrozenContent },
  scope: Scope,
  bankVersionId: string,
): Promise<BankVersionChanges> {
  const [found] = await read(
    sql,
    scope,
    (tx) => tx<{ digest: string; beforeId: string | null; beforeVersion: number | null }[]>`
      select asked.digest, before.id as "beforeId", before.version as "beforeVersion"
      from bank_version as asked left join lateral (
        select id, version from bank_version
        where program = asked.program and version < asked.version and (
          exists (select 1 from bank_release where bank_version_id = bank_version.id)
          or exists (select 1 from bank_version_approval where bank_version_id = bank_version.id))
        order by version desc limit 1
      ) as before on true
      where asked.id = ${bankVersionId}`,
  )
  if (!found) throw new Refusal('not-found', 'no such bank version')
  const { digest, beforeId, beforeVersion } = found
  const bank = await frozen.bank(bankVersionId)
  return {
    digest,
    itemCount: bank.items.length,
    ...countRemarks(bank),
    comparedWith: beforeVersion,
    ...compareBanks(beforeId === null ? null : await frozen.bank(beforeId), bank),
  }
}

function countRemarks(bank: Bank): Remarks {
  const known = remarked.get(bank)
  if (known) return known
  const { findings } = checkBank(bank, { inUse: () => true })
  const count = (wanted: string) => findings.filter(({ severity }) => severity === wanted).length
  const remarks = { warnings: count('warning'), notes: count('note') }
  remarked.set(bank, remarks)
  return remarks
}
