import type { EntriesSaved } from '../../../domain/delivery/views.ts'
import type { Entry, EntryDraft } from './entry.ts'
import type { Queue } from './queue.ts'
import type { SaveFacts } from './save-state.ts'
import type { StopReason } from './send-failure.ts'

/** What the journal needs from the world; tests give it another one. */
export interface JournalPorts {
  /** Resolves when the entries are on this device, rejects when they are not. */
  readonly put: (entries: readonly Entry[]) => Promise<void>
  readonly remove: (entryIds: readonly string[]) => Promise<void>
  /** Keeps entries the server will not accept, to be shown, out of the way. */
  readonly refuse: (entries: readonly Entry[], code: string) => Promise<void>
  readonly send: (entries: readonly Entry[]) => Promise<EntriesSaved>
  readonly onReply: (reply: EntriesSaved) => void
  readonly clockMs: () => number
  readonly newId: () => string
  readonly chance: () => number
  readonly after: (ms: number, action: () => void) => () => void
}

export interface JournalSnapshot extends SaveFacts {
  readonly pending: number
  /** Whether to say so that answers are only on this page: for good, or already for a while. */
  readonly onlyHere: boolean
  readonly stopped: StopReason | 'elsewhere' | null
  readonly refused: readonly Entry[]
  /** Answers dropped because their items had been left already, from another page. */
  readonly overtaken: number
  /** Whether another page has opened the attempt since: what is held is sent, no more is taken. */
  readonly superseded: boolean
}

export interface Journal {
  readonly record: (draft: EntryDraft) => void
  /** Tries again at once, for instance when the network is back or the person signed in. */
  readonly retryNow: () => void
  /** Sends without waiting for company; resolves when nothing is pending or the journal stopped. */
  readonly drain: () => Promise<void>
  /** When the attempt is closed: what is left goes to the refused, to be shown. */
  readonly refuseRest: (isAccepted: (entry: Entry) => boolean) => Promise<void>
  /** Told otherwise than by a reply which page is live now. */
  readonly hearClaim: (claim: number) => void
  /** Takes nothing more; resolves when no request is on its way. */
  readonly handOver: () => Promise<void>
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => JournalSnapshot
}

export interface JournalStart {
  /** Which opening of the attempt this page is; left out where there is only ever one page. */
  readonly claim?: number
  readonly queue: Queue
  readonly refused: readonly Entry[]
  readonly kept: boolean
}
