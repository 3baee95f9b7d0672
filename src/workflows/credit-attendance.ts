import type { EntityManager } from '@mikro-orm/postgresql'
import { say } from '../domain/bank/finding.ts'
import { uuidFrom } from '../domain/digest.ts'
import { expiryOf } from '../domain/policy/credit-cycles.ts'
import { transactionsFor } from '../domain/policy/ledger.ts'
import { appendLogs } from '../store/journal/append-log.ts'
import { readLedgers } from '../store/settling/read-awarded.ts'
import { writeTransactions } from '../store/settling/write-awarded.ts'

/** Hours a person attended on a day at an event, as they are known now. */
export interface AttendedHours {
  readonly personId: string
  /** As `2026-03-02`, at UTC+8. */
  readonly day: string
  readonly what: string
  readonly hours: number
}

/**
 * Credits for having attended: one a whole hour, from a source of its own, so that they never
 * count as competence; a policy says how many count at most. Other hours for the same event take
 * back what was given before. In the transaction that records the hours, with a lock held.
 */
export async function creditAttendance(
  em: EntityManager,
  attended: readonly AttendedHours[],
  at: Date,
): Promise<void> {
  const origins = attended.map((one) => ({ ...one, origin: originOf(one) }))
  const ledgers = Map.groupBy(
    await readLedgers(
      em,
      origins.map(({ origin }) => origin),
    ),
    ({ origin }) => origin,
  )
  const rows = origins.flatMap(({ origin, personId, day, what, hours }) => {
    const earnedMs = Date.parse(`${day}T12:00:00+08:00`)
    const amount = Math.floor(hours)
    const expiresMs = expiryOf(earnedMs, 'five-years')
    const due = amount > 0 ? { amount, state: 'available' as const, expiresMs } : null
    const previous = ledgers.get(origin) ?? []
    const added = transactionsFor({ previous, due, source: 'attendance', earnedMs })
    return added.map((one) => {
      return { ...one, origin, personId, attemptId: null, title: say(what, what), madeAt: at }
    })
  })
  await writeTransactions(em, rows)
  await appendLogs(
    em,
    rows.map(({ origin, personId, sequence, kind, amount, counters }) => ({
      chain: `person:${personId}`,
      actor: null,
      act: 'attendance-credited',
      subject: origin,
      detail: { sequence, kind, amount, counters },
      at,
    })),
  )
}

function originOf({ personId, day, what }: AttendedHours): string {
  return `attendance:${uuidFrom(JSON.stringify([personId, day, what]))}`
}
