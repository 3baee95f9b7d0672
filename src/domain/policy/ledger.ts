import { type Static, Type } from 'typebox'
import type { StatedAward } from './awards.ts'

/** One line of the credit ledger of one attempt; lines are added, never changed or erased. */
export const CreditEntry = Type.Object(
  {
    /** Place in this attempt's ledger, from 1. */
    sequence: Type.Integer({ minimum: 1 }),
    /** Credits added, or taken back where negative. */
    amount: Type.Integer(),
    /** The entry this one takes back; null for an entry that gives. */
    counters: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type CreditEntry = Static<typeof CreditEntry>

/** The balance of a ledger: the sum of its lines. */
export function balanceOf(entries: readonly CreditEntry[]): number {
  return entries.reduce((sum, { amount }) => sum + amount, 0)
}

/**
 * The lines to add so that the balance becomes the credits that are granted now: a counter-entry
 * for what stands, then an entry for what is due. None when nothing changed.
 */
export function entriesFor(change: {
  readonly previous: readonly CreditEntry[]
  readonly awards: readonly StatedAward[]
}): CreditEntry[] {
  const due = creditsGranted(change.awards)
  const standing = standingEntries(change.previous)
  const isSettled = balanceOf(standing) === due && standing.length <= 1
  if (isSettled) return []
  let sequence = Math.max(0, ...change.previous.map((entry) => entry.sequence))
  const added: CreditEntry[] = standing.map((entry) => {
    sequence += 1
    return { sequence, amount: -entry.amount, counters: entry.sequence }
  })
  if (due > 0) added.push({ sequence: sequence + 1, amount: due, counters: null })
  return added
}

/** Credits among the awards that are granted, not held, withheld or revoked. */
export function creditsGranted(awards: readonly StatedAward[]): number {
  return awards.reduce(
    (sum, { award, state }) =>
      award.kind === 'credits' && state === 'granted' ? sum + award.amount : sum,
    0,
  )
}

/** Entries that give and that no later entry has taken back. */
function standingEntries(entries: readonly CreditEntry[]): CreditEntry[] {
  const countered = new Set(entries.map(({ counters }) => counters))
  return entries.filter(({ counters, sequence }) => counters === null && !countered.has(sequence))
}
