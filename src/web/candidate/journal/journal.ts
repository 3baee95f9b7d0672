import type { EntriesSaved } from '../../../domain/delivery/views.ts'
import { backoffMs } from './backoff.ts'
import type { Entry, EntryDraft } from './entry.ts'
import { append, nextBatch, type Queue, settle, unsavedItems, without } from './queue.ts'
import type { SaveFacts } from './save-state.ts'
import { type StopReason, sendFailure } from './send-failure.ts'

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
  readonly stopped: StopReason | 'elsewhere' | null
  readonly refused: readonly Entry[]
  /** Answers dropped because their items had been left already, from another page. */
  readonly overtaken: number
}

export interface Journal {
  readonly record: (draft: EntryDraft) => void
  /** Tries again at once, for instance when the network is back or the person signed in. */
  readonly retryNow: () => void
  /** Sends without waiting for company; resolves when nothing is pending or the journal stopped. */
  readonly drain: () => Promise<void>
  /** When the attempt is closed: what is left goes to the refused, to be shown. */
  readonly refuseRest: (isAccepted: (entry: Entry) => boolean) => Promise<void>
  /** Takes nothing more; resolves when no request is on its way. */
  readonly handOver: () => Promise<void>
  readonly subscribe: (listener: () => void) => () => void
  readonly snapshot: () => JournalSnapshot
}

const BATCH_LIMIT = 200
const BEHAVIOR_WAIT_MS = 1_000

interface Core {
  readonly ports: JournalPorts
  readonly listeners: Set<() => void>
  readonly stored: Set<string>
  queue: Queue
  refused: readonly Entry[]
  overtaken: number
  stopped: JournalSnapshot['stopped']
  savedAt: string | null
  failures: number
  offline: boolean
  signedOut: boolean
  kept: boolean
  /** Whether this device could keep entries when the page was loaded. */
  readonly keeps: boolean
  /** After an unacceptable batch: one entry at a time, until the bad one is found. */
  singly: boolean
  busy: boolean
  dueMs: number
  cancel: (() => void) | null
  writing: Promise<void>
  view: JournalSnapshot
}

function viewOf(core: Core): JournalSnapshot {
  return {
    pending: core.queue.pending.length,
    unsaved: unsavedItems(core.queue).length,
    savedAt: core.savedAt,
    failures: core.failures,
    offline: core.offline,
    signedOut: core.signedOut,
    kept: core.kept,
    stopped: core.stopped,
    refused: core.refused,
    overtaken: core.overtaken,
  }
}

function changed(core: Core): void {
  core.view = viewOf(core)
  for (const listener of core.listeners) listener()
}

function sendable(core: Core): readonly Entry[] {
  return nextBatch(
    core.queue,
    (entry) => core.stored.has(entry.entryId),
    core.singly ? 1 : BATCH_LIMIT,
  )
}

function schedule(core: Core, ms: number): void {
  if (core.busy || core.stopped !== null || core.signedOut) return
  const due = core.ports.clockMs() + ms
  if (core.cancel !== null && core.dueMs <= due) return
  core.cancel?.()
  core.dueMs = due
  core.cancel = core.ports.after(ms, () => {
    core.cancel = null
    void sendNext(core)
  })
}

/** Writes in order, one after the other; a device that cannot keep entries is no reason to stop. */
function write(core: Core, action: () => Promise<void>): Promise<void> {
  core.writing = core.writing.then(action).catch(() => {
    core.kept = false
  })
  return core.writing
}

async function accept(core: Core, batch: readonly Entry[], reply: EntriesSaved): Promise<void> {
  const settled = settle(core.queue, batch, reply)
  core.queue = settled.queue
  if (settled.renumbered.length > 0) await write(core, () => core.ports.put(settled.renumbered))
  const ids = settled.durable.map((entry) => entry.entryId)
  if (ids.length > 0) void write(core, () => core.ports.remove(ids))
  for (const id of ids) core.stored.delete(id)
  const moved = settled.durable.length + settled.renumbered.length > 0
  core.failures = moved ? 0 : core.failures + 1
  core.offline = false
  core.savedAt = reply.savedAt
  if (core.queue.pending.length === 0) {
    core.singly = false
    core.kept = core.keeps
  }
  core.ports.onReply(reply)
}

async function refuse(core: Core, batch: readonly Entry[], code: string): Promise<void> {
  if (batch.length > 1) {
    core.singly = true
    return
  }
  const ids = batch.map((entry) => entry.entryId)
  core.queue = without(core.queue, new Set(ids))
  if (code === 'item-left') {
    core.overtaken += batch.length
    await write(core, () => core.ports.remove(ids))
    return
  }
  core.refused = [...core.refused, ...batch]
  await write(core, () => core.ports.refuse(batch, code))
}

/** Settles a failure; the answer is how long to wait before the next try. */
async function fail(core: Core, batch: readonly Entry[], error: unknown): Promise<number> {
  const failure = sendFailure(error)
  if (failure.kind === 'retry') {
    core.failures += 1
    core.offline = failure.offline
    return backoffMs(core.failures, core.ports.chance(), failure.retryAfterSeconds)
  }
  core.offline = false
  if (failure.kind === 'sign-in') core.signedOut = true
  else if (failure.kind === 'stop') core.stopped = failure.reason
  else await refuse(core, batch, failure.code)
  return 0
}

async function sendNext(core: Core): Promise<void> {
  if (core.busy || core.stopped !== null || core.signedOut) return
  const batch = sendable(core)
  if (batch.length === 0) return
  core.busy = true
  let waitMs = 0
  try {
    const reply = await core.ports.send(batch)
    await accept(core, batch, reply)
    if (core.failures > 0) waitMs = backoffMs(core.failures, core.ports.chance())
  } catch (error) {
    waitMs = await fail(core, batch, error)
  }
  core.busy = false
  changed(core)
  if (sendable(core).length > 0) schedule(core, waitMs)
}

function record(core: Core, draft: EntryDraft): void {
  if (core.stopped !== null) return
  const mark = { entryId: core.ports.newId(), clientMs: Math.round(core.ports.clockMs()) }
  const { queue, entry } = append(core.queue, draft, mark)
  core.queue = queue
  changed(core)
  void write(core, () => core.ports.put([entry])).then(() => {
    core.stored.add(entry.entryId)
    // While the service is away the next try is already set; an answer does not hurry it.
    if (core.failures === 0) schedule(core, draft.kind === 'response' ? 0 : BEHAVIOR_WAIT_MS)
    changed(core)
  })
}

function until(core: Core, done: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!done()) return
      core.listeners.delete(look)
      resolve()
    }
    core.listeners.add(look)
    look()
  })
}

function retryNow(core: Core): void {
  core.signedOut = false
  core.cancel?.()
  core.cancel = null
  schedule(core, core.failures === 0 ? 0 : Math.round(core.ports.chance() * 500))
  changed(core)
}

async function handOver(core: Core): Promise<void> {
  core.stopped ??= 'elsewhere'
  core.cancel?.()
  changed(core)
  await until(core, () => !core.busy)
  await core.writing
}

async function refuseRest(core: Core, isAccepted: (entry: Entry) => boolean): Promise<void> {
  const { pending } = core.queue
  core.stopped ??= 'attempt-not-running'
  core.queue = { ...core.queue, pending: [] }
  const [rest, accepted] = [pending.filter((e) => !isAccepted(e)), pending.filter(isAccepted)]
  core.refused = [...core.refused, ...rest]
  await write(core, () => core.ports.refuse(rest, core.stopped ?? ''))
  await write(core, () => core.ports.remove(accepted.map((entry) => entry.entryId)))
  changed(core)
}

export interface JournalStart {
  readonly queue: Queue
  readonly refused: readonly Entry[]
  readonly kept: boolean
}

function createCore(ports: JournalPorts, start: JournalStart): Core {
  const calm = {
    ...{ savedAt: null, failures: 0, offline: false, signedOut: false, stopped: null },
    overtaken: 0,
  }
  return {
    ...calm,
    ports,
    listeners: new Set(),
    stored: new Set(start.queue.pending.map((entry) => entry.entryId)),
    queue: start.queue,
    refused: start.refused,
    kept: start.kept,
    keeps: start.kept,
    singly: false,
    busy: false,
    dueMs: 0,
    cancel: null,
    writing: Promise.resolve(),
    view: { ...calm, kept: start.kept, refused: start.refused, pending: 0, unsaved: 0 },
  }
}

/** The journal of one attempt on this page, beginning with what the device still held. */
export function createJournal(ports: JournalPorts, start: JournalStart): Journal {
  const core = createCore(ports, start)
  core.view = viewOf(core)
  if (start.queue.pending.length > 0) schedule(core, 0)
  return {
    record: (draft) => record(core, draft),
    retryNow: () => retryNow(core),
    drain: () => {
      retryNow(core)
      return until(core, () => core.queue.pending.length === 0 || core.stopped !== null)
    },
    refuseRest: (isAccepted) => refuseRest(core, isAccepted),
    handOver: () => handOver(core),
    subscribe: (listener) => {
      core.listeners.add(listener)
      return () => core.listeners.delete(listener)
    },
    snapshot: () => core.view,
  }
}
