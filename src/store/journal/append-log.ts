import type { EntityManager } from '@mikro-orm/postgresql'
import { FIRST_PREVIOUS_HASH, hashOf, type LogEntry } from '../../domain/log-chain.ts'

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
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [act.chain])
  const [last] = await em.execute<{ number: number; hash: string }[]>(
    'select number, hash from log_entry where chain = ? order by number desc limit 1',
    [act.chain],
  )
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
  await em.execute(
    `insert into log_entry
       (chain, number, logged_at, actor, act, subject, detail, previous_hash, hash)
     values (?, ?, ?::timestamptz, ?::uuid, ?, ?, ?::jsonb, ?, ?)`,
    [
      entry.chain,
      entry.number,
      entry.loggedAt,
      entry.actor,
      entry.act,
      entry.subject,
      JSON.stringify(entry.detail),
      entry.previousHash,
      hashOf(entry),
    ],
  )
}
