import type { EntityManager } from '@mikro-orm/postgresql'
import type { Blueprint } from '../domain/assembly/blueprint.ts'
import type { Bank } from '../domain/bank/bank.ts'
import { digestOf } from '../domain/digest.ts'
import { BankVersionEntity } from '../store/entities/bank.ts'
import { appendLog } from '../store/journal/append-log.ts'
import type { Deps } from './deps.ts'

/**
 * Lets nobody else add or approve versions of a program's bank until the transaction ends. Who
 * also locks the workshop does that first, and who also writes to the log takes both before.
 */
export async function lockBankVersions(em: EntityManager, program: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 1))', [program])
}

/**
 * Keeps a sound bank as its program's next version, in the caller's transaction that holds the
 * lock of its versions; the same content again is the version it was.
 */
export async function keepBankVersion(
  em: EntityManager,
  deps: Deps,
  kept: {
    readonly actor: string | null
    readonly bank: Bank
    readonly blueprints: readonly Blueprint[]
  },
): Promise<string> {
  const { actor, bank, blueprints } = kept
  const { program } = bank
  const digest = digestOf(bank)
  const known = await em.findOne(BankVersionEntity, { program, digest })
  if (known) return known.id
  const version = 1 + (await em.count(BankVersionEntity, { program }))
  const id = deps.newId()
  const at = deps.now()
  em.create(BankVersionEntity, {
    id,
    program,
    version,
    digest,
    content: bank,
    blueprints: [...blueprints],
    createdBy: actor,
    createdAt: at,
  })
  await em.flush()
  await appendLog(em, {
    chain: `bank:${program}`,
    actor,
    act: 'bank-version-added',
    subject: id,
    detail: { version, digest, itemCount: bank.items.length },
    at,
  })
  return id
}
