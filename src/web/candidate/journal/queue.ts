import { type Entry, type EntryDraft, orderKey } from './entry.ts'

/**
 * Entries the server has not yet called durable, in order of sequence.
 *
 * Two laws hold under lost requests, lost replies, late requests and reloads:
 * every entry becomes durable exactly once, and entries about one item keep their order.
 * The second is why a batch carries at most one entry per item: were two on their way and
 * only the older one's sequence taken by another device, it would come back with a later
 * sequence than the newer one and win over it.
 */
export interface Queue {
  readonly pending: readonly Entry[]
  readonly nextSequence: number
}

/** What the server says about a batch. */
export interface BatchReply {
  readonly durable: readonly number[]
  readonly taken: readonly number[]
  readonly nextSequence: number
}

export interface Settled {
  readonly queue: Queue
  readonly durable: readonly Entry[]
  /** Entries with their new sequences; to be stored before they are sent again. */
  readonly renumbered: readonly Entry[]
}

/** The queue after a load of the page: what this device still holds, and where the server is. */
export function restoreQueue(stored: readonly Entry[], serverNext: number): Queue {
  const pending = [...stored].sort((one, other) => one.sequence - other.sequence)
  const last = pending[pending.length - 1]?.sequence ?? 0
  return { pending, nextSequence: Math.max(serverNext, last + 1) }
}

export function append(
  queue: Queue,
  draft: EntryDraft,
  mark: { readonly entryId: string; readonly clientMs: number; readonly claim?: number },
): { readonly queue: Queue; readonly entry: Entry } {
  const entry: Entry = { ...draft, ...mark, sequence: queue.nextSequence }
  return {
    entry,
    queue: { pending: [...queue.pending, entry], nextSequence: queue.nextSequence + 1 },
  }
}

/** The next entries to send: the oldest of each item, among those already on this device. */
export function nextBatch(
  queue: Queue,
  isStored: (entry: Entry) => boolean,
  limit: number,
): readonly Entry[] {
  const seen = new Set<string>()
  const batch: Entry[] = []
  for (const entry of queue.pending) {
    const key = orderKey(entry)
    if (batch.length < limit && !seen.has(key) && isStored(entry)) batch.push(entry)
    seen.add(key)
  }
  return batch
}

function renumber(queue: Queue, takenIds: ReadonlySet<string>): Settled {
  const touched = new Set<string>()
  const kept: Entry[] = []
  const renumbered: Entry[] = []
  let next = queue.nextSequence
  for (const entry of queue.pending) {
    // Later entries about the same item were never sent, so they may move behind it.
    if (takenIds.has(entry.entryId)) touched.add(orderKey(entry))
    if (!touched.has(orderKey(entry))) kept.push(entry)
    else renumbered.push({ ...entry, sequence: next++ })
  }
  return {
    queue: { pending: [...kept, ...renumbered], nextSequence: next },
    durable: [],
    renumbered,
  }
}

/** Takes the server's answer to a batch: drops what is durable, moves what was taken. */
export function settle(queue: Queue, batch: readonly Entry[], reply: BatchReply): Settled {
  const durable = batch.filter((entry) => reply.durable.includes(entry.sequence))
  const durableIds = new Set(durable.map((entry) => entry.entryId))
  const takenIds = new Set(
    batch
      .filter((entry) => reply.taken.includes(entry.sequence) && !durableIds.has(entry.entryId))
      .map((entry) => entry.entryId),
  )
  const open = {
    pending: queue.pending.filter((entry) => !durableIds.has(entry.entryId)),
    nextSequence: Math.max(queue.nextSequence, reply.nextSequence),
  }
  return { ...renumber(open, takenIds), durable }
}

/** Takes entries out that the server will never accept. */
export function without(queue: Queue, entryIds: ReadonlySet<string>): Queue {
  return { ...queue, pending: queue.pending.filter((entry) => !entryIds.has(entry.entryId)) }
}

/** Items with an answer that is not durable yet. */
export function unsavedItems(queue: Queue): readonly string[] {
  const items = new Set<string>()
  for (const entry of queue.pending) if (entry.kind === 'response') items.add(entry.itemId)
  return [...items]
}
