import { randomUUID } from 'node:crypto'
import type { AttemptView, EntriesSaved } from '../../domain/delivery/views.ts'
import type { Entry, EntryDraft } from '../../web/candidate/journal/entry.ts'
import { createJournal } from '../../web/candidate/journal/journal.ts'
import type { Journal } from '../../web/candidate/journal/journal-types.ts'
import { restoreQueue } from '../../web/candidate/journal/queue.ts'
import { ApiOffline } from '../../web/shared/api-error.ts'
import type { Call } from './load-calls.ts'
import type { Ledger } from './load-ledger.ts'
import type { Tally } from './load-tally.ts'

/** One page of an attempt, with the real journal of the candidate's pages in it. */
export interface Page {
  readonly claim: number
  readonly journal: Journal
  readonly record: (draft: EntryDraft) => void
  /** The page is gone without a word, as in a crash; what the device holds stays. */
  readonly crash: () => void
  readonly setOffline: (isOffline: boolean) => void
}

/** Entries as they lie on one device. */
export type Device = Map<string, Entry>

export interface PageWorld {
  readonly attemptId: string
  readonly call: Call
  readonly device: Device
  readonly ledger: Ledger
  readonly tally: Tally
  /** What the device's clock makes of a time; always the same for one entry. */
  readonly clockOf: (entry: Entry) => number
  /** Sends the entries of a request in no order at all. */
  readonly shuffles: boolean
}

/**
 * Opens the attempt as a page does, after every load; the page that has begun it goes on with the
 * view that came with that. @throws as `call`
 */
export async function openPage(world: PageWorld, begun: AttemptView | null): Promise<Page> {
  const path = `/api/attempts/${world.attemptId}/opening`
  const view = begun ?? (await world.call<AttemptView>(path, {}))
  const page = { isGone: false, isOffline: false }
  const queue = restoreQueue([...world.device.values()], view.nextSequence)
  const journal = createJournal(portsOf(world, page), {
    ...{ queue, refused: [], kept: true, claim: view.claim },
  })
  return {
    claim: view.claim,
    journal,
    record: (draft) => journal.record(draft),
    crash: () => {
      page.isGone = true
    },
    setOffline: (isOffline) => {
      page.isOffline = isOffline
      if (!isOffline) journal.retryNow()
    },
  }
}

interface PageState {
  isGone: boolean
  isOffline: boolean
}

function portsOf(world: PageWorld, page: PageState): Parameters<typeof createJournal>[0] {
  const { device } = world
  const unlessGone = async (act: () => void) => {
    if (!page.isGone) act()
  }
  return {
    put: (entries) =>
      unlessGone(() => {
        for (const entry of entries) device.set(entry.entryId, entry)
      }),
    remove: (ids) =>
      unlessGone(() => {
        for (const id of ids) device.delete(id)
      }),
    refuse: (entries, code) =>
      unlessGone(() => {
        for (const entry of entries) device.delete(entry.entryId)
        world.tally.surprise(`${entries.length} entries were refused: ${code}`)
      }),
    send: (entries) => send(world, page, entries),
    onReply: () => {},
    clockMs: () => performance.now(),
    newId: randomUUID,
    chance: Math.random,
    after: (ms, action) => {
      const timer = setTimeout(() => !page.isGone && action(), ms)
      return () => clearTimeout(timer)
    },
  }
}

async function send(
  world: PageWorld,
  page: PageState,
  made: readonly Entry[],
): Promise<EntriesSaved> {
  const { ledger, tally } = world
  if (page.isOffline) throw new ApiOffline('this device is offline')
  const entries = made.map((entry) => ({ ...entry, clientMs: world.clockOf(entry) }))
  ledger.sent(entries)
  const sentMs = performance.now()
  const order = world.shuffles ? entries.toSorted(() => Math.random() - 0.5) : entries
  try {
    const path = `/api/attempts/${world.attemptId}/entries`
    const reply = await world.call<EntriesSaved>(path, { entries: order })
    // A page that is gone hears nothing: what it would have been told counts as untold.
    if (page.isGone) return await new Promise(() => {})
    tally.took('saves', sentMs)
    tally.add('entries', ledger.acknowledged(entries, reply.durable))
    return reply
  } catch (error) {
    tally.failed(error)
    throw error
  }
}
