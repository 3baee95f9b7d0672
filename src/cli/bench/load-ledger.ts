import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { Entry } from '../../web/candidate/journal/entry.ts'
import type { KnownEntry } from './load-orders.ts'

/** What an attempt's pages made, sent and were promised: held against the database in the end. */
export interface Ledger {
  /** Notes an answer as a page of this claim made it. */
  readonly made: (answer: Made) => void
  readonly sent: (entries: readonly Entry[]) => void
  /** Notes what the service called durable; gives how many were news. */
  readonly acknowledged: (entries: readonly Entry[], durable: readonly number[]) => number
  /** Some entries called durable before, newest first. */
  readonly oldEntries: (most: number) => readonly Entry[]
  readonly entries: () => readonly KnownEntry[]
  /** By item: of the latest opening that answered it, the answer made last. */
  readonly counting: () => Readonly<Record<string, ResponseValue>>
}

interface Made {
  readonly claim: number
  readonly itemId: string
  readonly value: ResponseValue
}

interface Known {
  entry: Entry
  readonly sequences: Set<number>
  acknowledgedAs: number | null
}

export function createLedger(): Ledger {
  const known = new Map<string, Known>()
  const latest = new Map<string, Made>()
  return {
    made: (answer) => {
      const before = latest.get(answer.itemId)
      if (!before || before.claim <= answer.claim) latest.set(answer.itemId, answer)
    },
    sent: (entries) => {
      for (const entry of entries) noteSent(known, entry)
    },
    acknowledged: (entries, durable) => {
      const promised = new Set(durable)
      let news = 0
      for (const { entryId, sequence } of entries) {
        const one = known.get(entryId)
        if (!one || !promised.has(sequence)) continue
        if (one.acknowledgedAs === null) news += 1
        one.acknowledgedAs ??= sequence
      }
      return news
    },
    oldEntries: (most) =>
      [...known.values()]
        .filter(({ acknowledgedAs }) => acknowledgedAs !== null)
        .slice(-most)
        .map(({ entry, acknowledgedAs }) => ({ ...entry, sequence: acknowledgedAs ?? 0 }))
        .reverse(),
    entries: () =>
      [...known.values()].map(({ entry, sequences, acknowledgedAs }) => ({
        ...{ entry, sequences: [...sequences], acknowledgedAs },
      })),
    counting: () =>
      Object.fromEntries([...latest.values()].map(({ itemId, value }) => [itemId, value])),
  }
}

function noteSent(known: Map<string, Known>, entry: Entry): void {
  const before = known.get(entry.entryId)
  if (before) before.sequences.add(entry.sequence)
  else {
    const sequences = new Set([entry.sequence])
    known.set(entry.entryId, { entry, sequences, acknowledgedAs: null })
  }
}
