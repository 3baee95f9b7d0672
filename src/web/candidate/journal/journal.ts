import type { EntriesSaved } from '../../../domain/delivery/views.ts'
import { backoffMs } from './backoff.ts'
import type { Entry, EntryDraft } from './entry.ts'
import type { Journal, JournalPorts, JournalSnapshot, JournalStart } from './journal-types.ts'
import { append, nextBatch, type Queue, settle, unsavedItems, without } from './queue.ts'
import { type SendFailure, sendFailure } from './send-failure.ts'

const BATCH_LIMIT = 200
const BEHAVIOR_WAIT_MS = 1_000
/** So long an answer may be only on the page before it says so: it mostly arrives at once. */
const UNKEPT_WAIT_MS = 2_000

interface Core {
  readonly ports: JournalPorts
  readonly claim: number
  readonly listeners: Set<() => void>
  /** Entries that may be sent: on this device, or as far as it keeps any. */
  readonly stored: Set<string>
  /** Entries this device has not said to keep. */
  readonly unheld: Set<string>
  queue: Queue
  refused: readonly Entry[]
  overtaken: number
  superseded: boolean
  stopped: JournalSnapshot['stopped']
  savedAt: string | null
  failures: number
  offline: boolean
  signedOut: boolean
  kept: boolean
  /** Whether this device could keep entries when the page was loaded. */
  readonly keeps: boolean
  onlyHere: boolean
  calm: (() => void) | null
  /** After an unacceptable batch: one entry at a time, until the bad one is found. */
  singly: boolean
  busy: boolean
  /** Before this the service has asked not to come back. */
  notBeforeMs: number
  dueMs: number
  cancel: (() => void) | null
  writing: Promise<void>
  removing: Promise<void>
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
    kept: core.kept && !core.onlyHere,
    onlyHere: core.onlyHere || !core.keeps,
    stopped: core.stopped,
    refused: core.refused,
    overtaken: core.overtaken,
    superseded: core.superseded,
  }
}

/**
 * An answer that is neither on this device nor with the service is told of when that lasts,
 * whether the device refuses to keep it or does not get round to it.
 */
function watchUnkept(core: Core): void {
  const isUnkept = core.queue.pending.some(
    (entry) => entry.kind === 'response' && core.unheld.has(entry.entryId),
  )
  if (!isUnkept) {
    core.calm?.()
    core.calm = null
    core.onlyHere = false
  } else if (core.keeps && core.calm === null) {
    core.calm = core.ports.after(UNKEPT_WAIT_MS, () => {
      core.onlyHere = true
      changed(core)
    })
  }
}

function changed(core: Core): void {
  watchUnkept(core)
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
  const now = core.ports.clockMs()
  const due = Math.max(now + ms, core.notBeforeMs)
  if (core.cancel !== null && core.dueMs <= due) return
  core.cancel?.()
  core.dueMs = due
  core.cancel = core.ports.after(due - now, () => {
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

/** Takes away what was written before, in order; nothing that is to be kept waits for it. */
function remove(core: Core, ids: readonly string[]): Promise<void> {
  core.removing = Promise.all([core.writing, core.removing])
    .then(() => core.ports.remove(ids))
    .catch(() => {
      core.kept = false
    })
  return core.removing
}

async function accept(core: Core, batch: readonly Entry[], reply: EntriesSaved): Promise<void> {
  const settled = settle(core.queue, batch, reply)
  core.queue = settled.queue
  if (settled.renumbered.length > 0) await write(core, () => core.ports.put(settled.renumbered))
  const ids = settled.durable.map((entry) => entry.entryId)
  if (ids.length > 0) void remove(core, ids)
  for (const id of ids) {
    core.stored.delete(id)
    core.unheld.delete(id)
  }
  const moved = settled.durable.length + settled.renumbered.length > 0
  core.failures = moved ? 0 : core.failures + 1
  core.offline = false
  core.savedAt = reply.savedAt
  if (core.queue.pending.length === 0) {
    core.singly = false
    core.kept = core.keeps
  }
  hearClaim(core, reply.claim)
  core.ports.onReply(reply)
}

/** A page of a higher claim is live; what this one still gets to hear is kept, and told apart. */
function hearClaim(core: Core, claim: number): void {
  if (core.superseded || core.claim === 0 || claim <= core.claim) return
  core.superseded = true
  changed(core)
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
    await remove(core, ids)
    return
  }
  core.refused = [...core.refused, ...batch]
  await write(core, () => core.ports.refuse(batch, code))
}

/** Somebody else has signed in, in another tab: what was answered here waits for its owner. */
function isForeign(failure: SendFailure): boolean {
  return failure.kind === 'stop' && failure.reason === 'not-yours'
}

/** Settles a failure; the answer is how long to wait before the next try. */
async function fail(core: Core, batch: readonly Entry[], error: unknown): Promise<number> {
  const failure = sendFailure(error)
  if (failure.kind === 'retry') {
    core.failures += 1
    core.offline = failure.offline
    core.notBeforeMs = core.ports.clockMs() + (failure.retryAfterSeconds ?? 0) * 1000
    return backoffMs(core.failures, core.ports.chance(), failure.retryAfterSeconds)
  }
  // The service has answered: whatever comes next is sent without waiting for it.
  core.failures = 0
  core.offline = false
  if (failure.kind === 'sign-in' || isForeign(failure)) core.signedOut = true
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
  const mark = {
    entryId: core.ports.newId(),
    clientMs: Math.round(core.ports.clockMs()),
    ...(core.claim > 0 ? { claim: core.claim } : {}),
  }
  const { queue, entry } = append(core.queue, draft, mark)
  core.queue = queue
  core.unheld.add(entry.entryId)
  changed(core)
  const written = write(core, async () => {
    await core.ports.put([entry])
    core.unheld.delete(entry.entryId)
  })
  // Where nothing can be kept no answer waits for a device that may not even say so.
  const ready = core.kept ? written : Promise.resolve()
  void ready.then(() => {
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
  await Promise.all([core.writing, core.removing])
}

async function refuseRest(core: Core, isAccepted: (entry: Entry) => boolean): Promise<void> {
  const { pending } = core.queue
  core.stopped ??= 'attempt-not-running'
  core.queue = { ...core.queue, pending: [] }
  const [rest, accepted] = [pending.filter((e) => !isAccepted(e)), pending.filter(isAccepted)]
  core.refused = [...core.refused, ...rest]
  await write(core, () => core.ports.refuse(rest, core.stopped ?? ''))
  await remove(
    core,
    accepted.map((entry) => entry.entryId),
  )
  changed(core)
}

function createCore(ports: JournalPorts, start: JournalStart): Core {
  const calm = {
    ...{ savedAt: null, failures: 0, offline: false, signedOut: false, stopped: null },
    ...{ overtaken: 0, superseded: false, onlyHere: false },
  }
  return {
    ...calm,
    ports,
    claim: start.claim ?? 0,
    listeners: new Set(),
    stored: new Set(start.queue.pending.map((entry) => entry.entryId)),
    unheld: new Set(),
    queue: start.queue,
    refused: start.refused,
    kept: start.kept,
    keeps: start.kept,
    calm: null,
    singly: false,
    busy: false,
    notBeforeMs: 0,
    dueMs: 0,
    cancel: null,
    writing: Promise.resolve(),
    removing: Promise.resolve(),
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
    hearClaim: (claim) => hearClaim(core, claim),
    handOver: () => handOver(core),
    subscribe: (listener) => {
      core.listeners.add(listener)
      return () => core.listeners.delete(listener)
    },
    snapshot: () => core.view,
  }
}
