import type { EntityManager } from '@mikro-orm/postgresql'
import { FIRST_PREVIOUS_HASH, hashOf, type LogEntry } from '../../domain/log-chain.ts'
import { uuidArray } from '../uuid-array.ts'

/** An act worth keeping: who did what to which record. */
export interface Act {
  /** The record whose history this belongs to, such as `exam:ID`; one hash chain each. */
  readonly chain: string
  /** The person acting; null for the service itself. */
  readonly actor: string | null
  readonly act: string
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: Date
}

/** Adds one act to its chain, in the transaction of the act itself. */
export async function appendLog(em: EntityManager, act: Act): Promise<void> {
  await appendLogs(em, [act])
}

/** Adds acts to their chains, those of one chain in the order given; as many rows at once. */
export async function appendLogs(em: EntityManager, acts: readonly Act[]): Promise<void> {
  if (acts.length === 0) return
  const named = [...new Set(acts.map(({ chain }) => chain))]
  await lockChains(em, named)
  const chains = JSON.stringify(named)
  const lasts = await em.execute<{ chain: string; number: number; hash: string }[]>(
    `select asked.chain, last.number, last.hash
     from jsonb_array_elements_text(?::jsonb) as asked (chain)
     cross join lateral (select number, hash from log_entry where log_entry.chain = asked.chain
       order by number desc limit 1) as last`,
    [chains],
  )
  const ends = new Map(lasts.map((last) => [last.chain, last]))
  const entries = acts.map((act): LogEntry => {
    const entry = follow(act, ends.get(act.chain))
    ends.set(act.chain, entry)
    return entry
  })
  await em.execute(
    `insert into log_entry
       (chain, number, logged_at, actor, act, subject, detail, previous_hash, hash)
     select chain, number, "loggedAt", actor, act, subject, detail, "previousHash", hash
     from json_to_recordset(?::json) as row (chain text, number int, "loggedAt" timestamptz,
       actor uuid, act text, subject text, detail jsonb, "previousHash" text, hash text)`,
    [JSON.stringify(entries)],
  )
}

const OF_ATTEMPT = /^attempt:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/**
 * Lets nobody else add to the chains until the transaction ends; always in the same order, since
 * two that add to the same chains must not wait for each other. An attempt's chain is locked by
 * its row: of other locks the server holds some ten thousand, fewer than a large exam has attempts.
 */
async function lockChains(em: EntityManager, chains: readonly string[]): Promise<void> {
  const attemptIds = chains.flatMap((chain) => OF_ATTEMPT.exec(chain)?.[1] ?? [])
  if (attemptIds.length > 0) {
    await em.execute(
      'select 1 from attempt where id = any(?::uuid[]) order by id for no key update',
      [uuidArray(attemptIds)],
    )
  }
  const others = chains.filter((chain) => !OF_ATTEMPT.test(chain))
  if (others.length === 0) return
  await em.execute(
    `select pg_advisory_xact_lock(hashtextextended(chain, 0)) from (
       select chain from jsonb_array_elements_text(?::jsonb) as named (chain) order by chain
     ) as asked`,
    [JSON.stringify(others)],
  )
}

/** The act as the entry that comes after the last one of its chain. */
function follow(act: Act, last: { readonly number: number; readonly hash: string } | undefined) {
  const entry: Omit<LogEntry, 'hash'> = {
    chain: act.chain,
    number: (last?.number ?? 0) + 1,
    loggedAt: act.at.toISOString(),
    actor: act.actor,
    act: act.act,
    subject: act.subject,
    detail: act.detail,
    previousHash: last?.hash ?? FIRST_PREVIOUS_HASH,
  }
  return { ...entry, hash: hashOf(entry) }
}
