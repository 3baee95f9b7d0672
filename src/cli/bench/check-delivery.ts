import type { KeptEntry } from '../../domain/delivery/journal.ts'
import { canonicalJson } from '../../domain/digest.ts'
import { readJournals } from '../../store/journal/read-journal.ts'
import { read, SYSTEM } from '../../store/scope.ts'
import type { Sql } from '../../store/sql-pool.ts'
import type { Driven } from './delivery-orders.ts'

const ATTEMPTS_A_BATCH = 200

/** What comparing every acknowledged answer with the journal came to. */
export interface DeliveryCheck {
  readonly acknowledged: number
  /** Acknowledged, and not in the journal, or there with another content. */
  readonly lost: number
  /** In the journal, and never sent: a sequence that no browser has used. */
  readonly unsent: number
}

/** Reads every attempt's journal back and compares it answer by answer with what was promised. */
export async function checkDelivery(sql: Sql, driven: readonly Driven[]): Promise<DeliveryCheck> {
  let [acknowledged, lost, unsent] = [0, 0, 0]
  for (let from = 0; from < driven.length; from += ATTEMPTS_A_BATCH) {
    const batch = driven.slice(from, from + ATTEMPTS_A_BATCH)
    const ids = batch.map(({ attemptId }) => attemptId)
    const journals = await read(sql, SYSTEM, (tx) => readJournals(tx, ids))
    for (const attempt of batch) {
      const kept = journals.get(attempt.attemptId) ?? []
      acknowledged += attempt.acknowledged.length
      lost += lostOf(attempt, kept)
      unsent += kept.filter(({ sequence }) => sequence > attempt.sent).length
    }
  }
  return { acknowledged, lost, unsent }
}

/** Acknowledged entries of an attempt that its journal does not hold as they were sent. */
export function lostOf({ acknowledged }: Driven, kept: readonly KeptEntry[]): number {
  const bySequence = new Map(kept.map(({ receivedAt: _, ...entry }) => [entry.sequence, entry]))
  return acknowledged.filter((entry) => {
    const found = bySequence.get(entry.sequence)
    return found === undefined || canonicalJson(found) !== canonicalJson(entry)
  }).length
}
