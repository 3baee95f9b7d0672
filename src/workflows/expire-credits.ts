import { expiryFor } from '../domain/policy/ledger.ts'
import type { LocalizedText } from '../domain/text.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import { write } from '../store/scope.ts'
import { lockClosable } from '../store/settling/lock-closable.ts'
import { readLedgers } from '../store/settling/read-awarded.ts'
import { type TransactionRow, writeTransactions } from '../store/settling/write-awarded.ts'
import type { Deps } from './deps.ts'

const ORIGINS_AT_ONCE = 200

interface Origin {
  readonly origin: string
  readonly attemptId: string | null
  readonly personId: string
  readonly title: LocalizedText
}

/**
 * Lets unused credits expire whose year or cycle has ended; a part at a time, each in its own
 * transaction. Gives how many did.
 */
export async function expireCredits(deps: Pick<Deps, 'orm' | 'now'>): Promise<number> {
  for (let expired = 0; ; ) {
    const some = await expireSome(deps)
    expired += some
    if (some === 0) return expired
  }
}

async function expireSome(deps: Pick<Deps, 'orm' | 'now'>): Promise<number> {
  const at = deps.now()
  return write(deps.orm, async (em) => {
    const origins = await em.execute<Origin[]>(
      `select origin, attempt_id as "attemptId", person_id as "personId", title
       from credit_transaction as latest
       where expires_at <= ? and kind in ('grant', 'release') and not exists (
         select 1 from credit_transaction as later
         where later.origin = latest.origin and later.counters = latest.sequence)
       order by origin limit ${ORIGINS_AT_ONCE}`,
      [at],
    )
    await lockClosable(
      em,
      origins.flatMap(({ attemptId }) => attemptId ?? []),
    )
    const ledgers = Map.groupBy(
      await readLedgers(
        em,
        origins.map(({ origin }) => origin),
      ),
      ({ origin }) => origin,
    )
    const rows = origins.flatMap((origin): TransactionRow[] => {
      const expiry = expiryFor(ledgers.get(origin.origin) ?? [], at.getTime())
      return expiry ? [{ ...expiry, ...origin, madeAt: at }] : []
    })
    await writeTransactions(em, rows)
    await appendLogs(em, rows.map(actOf))
    return rows.length
  })
}

function actOf({
  attemptId,
  personId,
  origin,
  sequence,
  amount,
  counters,
  madeAt,
}: TransactionRow) {
  return {
    chain: attemptId === null ? `person:${personId}` : `attempt:${attemptId}`,
    actor: null,
    act: 'credits-expired',
    subject: origin,
    detail: { sequence, amount, counters },
    at: madeAt,
  }
}
