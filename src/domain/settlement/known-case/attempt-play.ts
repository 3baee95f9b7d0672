import type { ResponseValue } from '../../bank/response-value.ts'
import type {
  BehaviorDetail,
  BehaviorKind,
  JournalEntry,
  KeptEntry,
} from '../../delivery/journal.ts'
import { sha256Hex, uuidFrom } from '../../digest.ts'
import type { Random } from '../../random.ts'

/** Seconds from an act to its arrival where the network works. */
const LATENCY = { least: 0.05, most: 0.6 }

/** A made-up candidate at a page: acts one after the other, each kept as the server would. */
export interface AttemptPlay {
  /** Seconds since the start. */
  readonly now: () => number
  readonly wait: (seconds: number) => void
  readonly behave: (
    behavior: BehaviorKind,
    itemId: string | null,
    more?: { readonly text?: string; readonly detail?: BehaviorDetail },
  ) => void
  readonly respond: (itemId: string, value: ResponseValue) => void
  /** Opens the page, on another browser where told; its clock begins anew. */
  readonly open: (browser: string) => void
  /** Without network acts arrive when it comes back. */
  readonly goOffline: (itemId: string) => void
  readonly comeBack: (itemId: string) => void
  readonly entries: () => KeptEntry[]
}

type Act =
  | Pick<Extract<JournalEntry, { kind: 'response' }>, 'kind' | 'itemId' | 'value'>
  | Omit<Extract<JournalEntry, { kind: 'behavior' }>, 'sequence' | 'entryId' | 'clientMs' | 'claim'>

/** An entry with when it arrives, in seconds since the start; null: not before the network is back. */
interface Sent {
  readonly entry: JournalEntry
  arrivesAt: number | null
}

/** Begins a play at a time on the server's clock; the same seed and acts give the same journal. */
export function beginPlay(seed: string, startedAt: Date, random: Random): AttemptPlay {
  const sent: Sent[] = []
  const at = { now: 1, openedAt: 0, claim: 0, offline: false }
  const keep = (act: Act) => {
    const sequence = sent.length + 1
    const entryId = uuidFrom(`${seed}/entry/${sequence}`)
    const clientMs = Math.round((at.now - at.openedAt) * 1000)
    const latency = LATENCY.least + (LATENCY.most - LATENCY.least) * random() ** 3
    const entry = { sequence, entryId, clientMs, claim: at.claim, ...act }
    sent.push({ entry, arrivesAt: at.offline ? null : at.now + latency })
  }
  const behave: AttemptPlay['behave'] = (behavior, itemId, more = {}) =>
    keep({ kind: 'behavior', behavior, itemId, ...more })
  return {
    now: () => at.now,
    wait: (seconds) => {
      at.now += seconds
    },
    behave,
    respond: (itemId, value) => keep({ kind: 'response', itemId, value }),
    open: (browser) => {
      at.claim += 1
      at.openedAt = at.now - 0.2
      behave('page-loaded', null, { detail: pageLoad(seed, browser, at.claim) })
      behave('chinese-shown', null)
    },
    goOffline: (itemId) => {
      at.offline = true
      behave('went-offline', itemId)
    },
    comeBack: (itemId) => {
      at.offline = false
      behave('went-online', itemId)
      for (const one of sent) one.arrivesAt ??= at.now + 1
    },
    entries: () => sent.map((one) => receive(one, startedAt, at.now)),
  }
}

function receive({ entry, arrivesAt }: Sent, startedAt: Date, now: number): KeptEntry {
  const receivedMs = startedAt.getTime() + Math.round((arrivesAt ?? now) * 1000)
  return { ...entry, receivedAt: new Date(receivedMs).toISOString() }
}

function pageLoad(seed: string, browser: string, claim: number): BehaviorDetail {
  const mark = (what: string) => sha256Hex(`${seed}/${what}`).slice(0, 16)
  return {
    tab: mark(`tab ${claim}`),
    browser: mark(`browser ${browser}`),
    navigation: 'navigate',
    screensExtended: false,
  }
}
