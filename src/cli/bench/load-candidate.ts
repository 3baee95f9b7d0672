import { setTimeout as sleep } from 'node:timers/promises'
import type { AttemptView, EntriesSaved, Receipt } from '../../domain/delivery/views.ts'
import { backoffMs } from '../../web/candidate/journal/backoff.ts'
import type { Entry } from '../../web/candidate/journal/entry.ts'
import { ApiProblem } from '../../web/shared/api-error.ts'
import type { Call } from './load-calls.ts'
import { createLedger, type Ledger } from './load-ledger.ts'
import type { KnownAttempt } from './load-orders.ts'
import { type Device, openPage, type Page } from './load-page.ts'
import type { Tally } from './load-tally.ts'
import { type Answerable, answerableOf, behaviorAround, valueFor } from './load-telemetry.ts'

/** A candidate with one or two devices. */
export interface Candidate {
  readonly state: () => 'waiting' | 'running' | 'leaving' | 'gone'
  /** Starts and opens the page; insists until it is granted. */
  readonly start: (examId: string) => Promise<void>
  /** Looks at the next item and answers it; sometimes something happens to the page. */
  readonly answer: () => void
  /** Sends all that is left, then submits; insists until the receipt is there. */
  readonly submit: () => Promise<void>
  readonly known: () => KnownAttempt | null
}

/** What is special about a candidate's machine, by their number: all kinds occur together. */
function habitsOf(number: number) {
  return {
    wrongClock: number % 5 === 0,
    reloads: number % 4 === 1,
    secondDevice: number % 10 === 3,
    repeats: number % 7 === 2,
    shuffles: number % 2 === 1,
  }
}

interface Core {
  readonly call: Call
  readonly tally: Tally
  readonly habits: ReturnType<typeof habitsOf>
  readonly ledger: Ledger
  readonly clockOf: (entry: Entry) => number
  devices: Device[]
  /** The live page last; others still hold something to send. */
  pages: Page[]
  items: readonly Answerable[]
  attempt: { readonly attemptId: string; readonly startedAt: string } | null
  /** Items gone through, and answers given, which is more where items were answered again. */
  turn: number
  answers: number
  /** A page is being opened. */
  opening: Promise<void> | null
  state: ReturnType<Candidate['state']>
  receipt: Receipt | null
}

const RELOAD_CHANCE = 0.1
const TAKEOVER_CHANCE = 0.2
const REPEAT_CHANCE = 0.2
/** While the last answers are sent, a page tries again so often, in ms. */
const HURRY_MS = 3_000
const CRASH_WITHIN_MS = 20
/** Answers given on a device that is offline before another one takes over. */
const OFFLINE_ANSWERS = 2

export function createCandidate(number: number, call: Call, tally: Tally): Candidate {
  const habits = habitsOf(number)
  const core: Core = {
    ...{ call, tally, habits, ledger: createLedger() },
    clockOf: habits.wrongClock ? wrongClock : ({ clientMs }) => clientMs,
    ...{ devices: [new Map()], pages: [], items: [], attempt: null, turn: 0, answers: 0 },
    ...{ opening: null, state: 'waiting', receipt: null },
  }
  return {
    state: () => core.state,
    start: (examId) => start(core, examId),
    answer: () => {
      if (core.state === 'running' && !core.opening) live(core)
    },
    submit: () => submit(core),
    known: () => knownOf(core),
  }
}

/** Jumps forth and back by hours and years from entry to entry; the same for one sent again. */
function wrongClock({ entryId, clientMs }: Entry): number {
  const draw = Number.parseInt(entryId.slice(0, 8), 16) / 2 ** 32
  return draw < 0.2 ? 0 : Math.round(clientMs * draw + 10 ** (12 * draw) / 2)
}

/** Tries until it is granted, as pages do: with jitter, and never before Retry-After. */
async function insist<Result>(core: Core, act: () => Promise<Result>): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await act()
    } catch (error) {
      core.tally.failed(error)
      const problem = error instanceof ApiProblem ? error : null
      if (problem && problem.status < 500 && problem.status !== 429) {
        core.tally.surprise(`refused: ${problem.code} ${problem.detail}`)
      }
      await sleep(backoffMs(failures, Math.random(), problem?.retryAfterSeconds ?? null))
    }
  }
}

async function start(core: Core, examId: string): Promise<void> {
  const wishedMs = performance.now()
  const path = `/api/my/exams/${examId}/attempt`
  const view = await insist(core, () => core.call<AttemptView>(path, {}))
  core.attempt = { attemptId: view.attemptId, startedAt: view.startedAt }
  core.items = answerableOf(view.form.items)
  await open(core, 0, view.begun ? view : null)
  core.tally.took('starts', wishedMs)
  core.state = 'running'
}

/** Opens a page on a device, which becomes the live one. */
function open(core: Core, device: number, begun: AttemptView | null = null): Promise<void> {
  core.opening ??= (async () => {
    const world = {
      ...{ call: core.call, ledger: core.ledger, tally: core.tally, clockOf: core.clockOf },
      attemptId: core.attempt?.attemptId ?? '',
      device: core.devices[device] as Device,
      shuffles: core.habits.shuffles,
    }
    core.pages.push(await insist(core, () => openPage(world, begun)))
    core.opening = null
  })()
  return core.opening
}

function live(core: Core): void {
  const { habits } = core
  if (habits.secondDevice && core.devices.length === 1 && Math.random() < TAKEOVER_CHANCE) {
    takeOver(core)
    return
  }
  answerNext(core)
  if (habits.reloads && Math.random() < RELOAD_CHANCE) crashSoon(core)
  if (habits.repeats && Math.random() < REPEAT_CHANCE) void repeat(core)
}

/** Once the answer is on the device, and perhaps before the service has it. */
function crashSoon(core: Core): void {
  setTimeout(() => {
    if (core.state !== 'running' || core.opening) return
    core.tally.add('reloads')
    core.pages.pop()?.crash()
    void open(core, core.devices.length - 1)
  }, CRASH_WITHIN_MS * Math.random())
}

function answerNext(core: Core): void {
  const page = core.pages.at(-1)
  const item = core.items[core.turn % core.items.length]
  if (!page || !item) throw new Error('there is no page, or nothing to answer on it')
  core.turn += 1
  core.answers += 1
  for (const draft of behaviorAround(item.itemId, core.turn)) page.record(draft)
  const value = valueFor(item, core.answers)
  core.ledger.made({ claim: page.claim, itemId: item.itemId, value })
  page.record({ kind: 'response', itemId: item.itemId, value })
}

/**
 * The first device answers while it is offline; the second one opens the attempt and answers the
 * same items again. What the first one sends in the end must be kept, and must not count there.
 */
function takeOver(core: Core): void {
  const [first] = core.pages
  first?.setOffline(true)
  for (let count = 0; count < OFFLINE_ANSWERS; count += 1) answerNext(core)
  core.devices.push(new Map())
  core.tally.add('takeovers')
  void open(core, 1).then(() => {
    // One of the two again, the other one stays as the first device answered it.
    core.turn -= 1
    answerNext(core)
    setTimeout(() => first?.setOffline(false), Math.random() * 2 * HURRY_MS)
  })
}

/** Sends old entries again in the wrong order: nothing changes, and all are called durable. */
async function repeat({ call, ledger, tally, attempt }: Core): Promise<void> {
  const entries = ledger.oldEntries(20)
  if (entries.length === 0) return
  const path = `/api/attempts/${attempt?.attemptId}/entries`
  try {
    const { durable } = await call<EntriesSaved>(path, { entries })
    const missing = entries.filter(({ sequence }) => !durable.includes(sequence))
    if (missing.length > 0) tally.surprise(`${missing.length} repeated entries are not durable`)
  } catch (error) {
    tally.failed(error)
  }
}

async function submit(core: Core): Promise<void> {
  const wishedMs = performance.now()
  core.state = 'leaving'
  await core.opening
  for (const page of core.pages) page.setOffline(false)
  await Promise.all(core.pages.map((page) => drained(core, page)))
  const path = `/api/attempts/${core.attempt?.attemptId}/submission`
  core.receipt = await insist(core, () => core.call<Receipt>(path, {}))
  core.tally.took('submits', wishedMs)
  core.state = 'gone'
}

async function drained({ tally }: Core, { journal }: Page): Promise<void> {
  const hurry = setInterval(() => journal.retryNow(), HURRY_MS * (1 + Math.random()))
  await journal.drain()
  clearInterval(hurry)
  const { stopped, refused, overtaken } = journal.snapshot()
  if (stopped !== null) tally.surprise(`a journal stopped: ${stopped}`)
  if (refused.length + overtaken > 0) tally.surprise('entries were refused')
}

function knownOf(core: Core): KnownAttempt | null {
  if (!core.attempt) return null
  const isAllSent = core.pages.every(({ journal }) => journal.snapshot().pending === 0)
  return {
    ...core.attempt,
    entries: core.ledger.entries(),
    counting: isAllSent && !core.opening ? core.ledger.counting() : null,
    receipt: core.receipt,
  }
}
