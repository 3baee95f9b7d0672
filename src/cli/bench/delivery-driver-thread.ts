import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import type { PresentedItem } from '../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../domain/bank/response-value.ts'
import type { JournalEntry } from '../../domain/delivery/journal.ts'
import type { AttemptView, EntriesSaved } from '../../domain/delivery/views.ts'
import { createKeptConnections, type KeptConnections } from './delivery-connections.ts'
import type { Driven, Order, Report, SaveRoute, Worked } from './delivery-orders.ts'

const RETRY_MS = 60

/** One candidate's browser. */
interface Browser {
  readonly token: string
  attemptId: string | null
  items: readonly PresentedItem[]
  sent: number
  readonly acknowledged: JournalEntry[]
  isSubmitted: boolean
}

let port = 0
let examId = ''
let browsers: Browser[] = []

/** Counts what a round of work comes to. */
interface Tally {
  readonly latencies: number[]
  failed: number
  repeated: number
  firstFailure: string | null
}

/**
 * Does `turn` on as many connections at once as asked, until it says that there is no more;
 * each connection asks again as soon as it has its answer.
 */
async function work(
  connections: number,
  turn: (kept: KeptConnections, tally: Tally) => Promise<boolean>,
): Promise<Report> {
  const kept = createKeptConnections(port, connections)
  const tally: Tally = { latencies: [], failed: 0, repeated: 0, firstFailure: null }
  const start = performance.now()
  const connection = async () => {
    while (await turn(kept, tally));
  }
  await Promise.all(Array.from({ length: connections }, connection))
  const seconds = (performance.now() - start) / 1000
  kept.close()
  const worked: Worked = { ...tally, seconds }
  return { kind: 'worked', worked }
}

/** One request, timed when it is granted; null when it was refused or had no answer. */
async function ask(
  kept: KeptConnections,
  tally: Tally,
  request: { readonly path: string; readonly token: string; readonly body: unknown },
): Promise<string | null> {
  const sentAt = performance.now()
  try {
    const { status, text } = await kept.post(request)
    if (status === 200) {
      tally.latencies.push(performance.now() - sentAt)
      return text
    }
    tally.firstFailure ??= `${request.path} answered ${status}: ${text.slice(0, 300)}`
  } catch (error) {
    tally.firstFailure ??= `${request.path} had no answer: ${String(error)}`
  }
  return null
}

function startSome(connections: number, count: number): Promise<Report> {
  const waiting = browsers.filter(({ attemptId }) => attemptId === null).slice(0, count)
  return work(connections, async (kept, tally) => {
    const browser = waiting.shift()
    if (!browser) return false
    const path = `/api/my/exams/${examId}/attempt`
    const text = await ask(kept, tally, { path, token: browser.token, body: undefined })
    if (text === null) tally.failed += 1
    else {
      const view = JSON.parse(text) as AttemptView
      browser.attemptId = view.attemptId
      browser.items = view.form.items.filter(({ type }) => type !== 'matching')
    }
    return waiting.length > 0
  })
}

function submitSome(connections: number, count: number): Promise<Report> {
  const waiting = running().slice(0, count)
  return work(connections, async (kept, tally) => {
    const browser = waiting.shift()
    if (!browser) return false
    const path = `/api/attempts/${browser.attemptId}/submission`
    const text = await ask(kept, tally, { path, token: browser.token, body: undefined })
    if (text === null) tally.failed += 1
    else browser.isSubmitted = true
    return waiting.length > 0
  })
}

function running(): Browser[] {
  return browsers.filter(({ attemptId, isSubmitted }) => attemptId !== null && !isSubmitted)
}

/**
 * Candidates take turns, so that consecutive saves are of different attempts; the next order goes
 * on where this one ends, so that none finds the service more prepared for its candidates.
 */
async function save(order: Extract<Order, { kind: 'save' }>): Promise<Report> {
  // A browser sends one save at a time: none is taken up while it is under way.
  const idle = running()
  const connections = Math.min(order.connections, idle.length)
  const others = browsers.filter(({ attemptId, isSubmitted }) => attemptId === null || isSubmitted)
  const until = performance.now() + order.milliseconds
  const base = order.route === 'entries' ? '/api/attempts' : `/api/bench/${order.route}`
  const report = await work(connections, async (kept, tally) => {
    const browser = performance.now() < until ? idle.shift() : undefined
    if (!browser) return false
    await saveOne(kept, tally, { browser, base, order })
    idle.push(browser)
    return true
  })
  browsers = [...idle, ...others]
  return report
}

async function saveOne(
  kept: KeptConnections,
  tally: Tally,
  what: {
    readonly browser: Browser
    readonly base: string
    readonly order: { readonly route: SaveRoute; readonly patienceMs: number }
  },
): Promise<void> {
  const { browser, base, order } = what
  const entry = nextEntry(browser)
  if (order.route !== 'no-op') browser.sent += 1
  const request = {
    path: `${base}/${browser.attemptId}/entries`,
    token: browser.token,
    body: { entries: [entry] },
  }
  const givesUpAt = performance.now() + order.patienceMs
  for (;;) {
    const text = await ask(kept, tally, request)
    const durable = text === null ? [] : (JSON.parse(text) as EntriesSaved).durable
    if (durable.includes(entry.sequence)) {
      if (order.route !== 'no-op') browser.acknowledged.push(entry)
      return
    }
    if (text !== null) tally.firstFailure ??= `${request.path} did not keep it: ${text}`
    if (text !== null || performance.now() >= givesUpAt) {
      tally.failed += 1
      return
    }
    tally.repeated += 1
    await sleep(RETRY_MS)
  }
}

function nextEntry(browser: Browser): JournalEntry {
  const sequence = browser.sent + 1
  const item = browser.items[sequence % browser.items.length]
  if (!item) throw new Error('the form has nothing to answer')
  const value = valueFor(item, sequence)
  const clientMs = sequence * 1000
  return { kind: 'response', sequence, entryId: randomUUID(), clientMs, itemId: item.itemId, value }
}

/** A value that fits the item, another one at each turn. */
function valueFor({ type, options }: PresentedItem, turn: number): ResponseValue {
  const ids = options.map(({ id }) => id)
  const cut = turn % Math.max(1, ids.length)
  if (type === 'numeric') return turn
  if (type === 'short-text') return `答案 ${turn}`
  if (type === 'true-false') return turn % 2 === 0
  if (type === 'ordering') return [...ids.slice(cut), ...ids.slice(0, cut)]
  const one = ids[cut] ?? ''
  return type === 'multiple-choice' ? [one] : one
}

function tell(): Report {
  const driven = browsers.flatMap(({ attemptId, acknowledged, sent }): Driven[] =>
    attemptId === null ? [] : [{ attemptId, acknowledged, sent }],
  )
  return { kind: 'told', driven }
}

async function obey(order: Order): Promise<Report> {
  if (order.kind === 'start') return startSome(order.connections, order.count)
  if (order.kind === 'save') return save(order)
  if (order.kind === 'submit') return submitSome(order.connections, order.count)
  if (order.kind === 'tell') return tell()
  if (order.kind === 'reach') port = order.port
  else {
    examId = order.examId
    browsers = order.tokens.map((token) => ({
      token,
      attemptId: null,
      items: [],
      sent: 0,
      acknowledged: [],
      isSubmitted: false,
    }))
  }
  return { kind: 'done' }
}

parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await obey(order)))
