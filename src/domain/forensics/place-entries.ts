import type { KeptEntry } from '../delivery/journal.ts'

/** A journal entry with its time on the server's clock, in ms since the attempt started. */
export interface PlacedEntry {
  readonly entry: KeptEntry
  readonly atMs: number
  /** When the server received it; never before `atMs`, except that the attempt's end cuts both. */
  readonly receivedMs: number
  /** Which run of one client clock it belongs to, from 0. */
  readonly load: number
}

interface ReceivedEntry {
  readonly entry: KeptEntry
  readonly receivedMs: number
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** By the page's opening and then its sequence, each sequence once (the first kept wins), unusable times left out. */
function inOrder(entries: readonly KeptEntry[], startedAt: Date): ReceivedEntry[] {
  const seen = new Set<number>()
  return entries
    .map((entry) => ({ entry, receivedMs: Date.parse(entry.receivedAt) - startedAt.getTime() }))
    .filter(({ entry, receivedMs }) => {
      const usable = Number.isFinite(receivedMs) && Number.isFinite(entry.clientMs)
      if (!usable || seen.has(entry.sequence)) return false
      seen.add(entry.sequence)
      return true
    })
    .sort(
      ({ entry: left }, { entry: right }) =>
        (left.claim ?? 0) - (right.claim ?? 0) || left.sequence - right.sequence,
    )
}

function isPageLoad(entry: KeptEntry): boolean {
  return entry.kind === 'behavior' && entry.behavior === 'page-loaded'
}

/** One run of entries under one client clock, which starts again with every load of the page. */
function byPageLoad(received: readonly ReceivedEntry[]): ReceivedEntry[][] {
  const segments: ReceivedEntry[][] = []
  let previous: ReceivedEntry | undefined
  for (const next of received) {
    // A clock that runs backwards was restarted too: that load's own entry got lost.
    const restarted = previous !== undefined && next.entry.clientMs < previous.entry.clientMs
    const current = segments.at(-1)
    if (current === undefined || restarted || isPageLoad(next.entry)) segments.push([next])
    else current.push(next)
    previous = next
  }
  return segments
}

/**
 * For each entry of one page load the server time at which the client's clock showed 0: the
 * smallest receipt minus client time among it and all later ones. No entry arrives before it
 * happened, so promptly sent entries place those that waited for the network; and as a clock
 * that stops while the machine sleeps makes this figure grow, earlier entries do not count.
 */
function offsetsOf(segment: readonly ReceivedEntry[]): number[] {
  let least = Number.POSITIVE_INFINITY
  return segment
    .toReversed()
    .map(({ entry, receivedMs }) => {
      const own = receivedMs - entry.clientMs
      // Losing focus must change nothing, not even how well the client's clock is known.
      if (isFocusChange(entry)) return Math.min(least, own)
      least = Math.min(least, own)
      return least
    })
    .reverse()
}

function isFocusChange(entry: KeptEntry): boolean {
  const { kind } = entry
  if (kind !== 'behavior') return false
  return entry.behavior === 'window-blurred' || entry.behavior === 'window-focused'
}

/**
 * Puts entries on the server's clock: within one page load the client's clock tells distances,
 * the server's receipts tell where they lie. No time is later than its receipt, before the
 * start, after the end, or before an earlier entry, whatever the client's clock says.
 */
export function placeEntries(
  entries: readonly KeptEntry[],
  startedAt: Date,
  closedAt: Date,
): PlacedEntry[] {
  const lengthMs = Math.max(0, closedAt.getTime() - startedAt.getTime())
  const placed: PlacedEntry[] = []
  let latest = 0
  for (const [load, segment] of byPageLoad(inOrder(entries, startedAt)).entries()) {
    const offsets = offsetsOf(segment)
    for (const [index, { entry, receivedMs }] of segment.entries()) {
      latest = clamp(entry.clientMs + (offsets[index] ?? 0), latest, lengthMs)
      placed.push({ entry, atMs: latest, receivedMs, load })
    }
  }
  return placed
}
