import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { openConnections } from './load-calls.ts'
import { type Candidate, createCandidate } from './load-candidate.ts'
import type { LoadOrder, LoadReport, Phase, Spread } from './load-orders.ts'
import { createTally } from './load-tally.ts'

const LOOK_EVERY_MS = 200

const tally = createTally()
let examId = ''
let candidates: Candidate[] = []
/** Raised by every phase: what was arranged for an earlier one falls away. */
let phaseNumber = 0
/** Those told to start, or to submit, who have not done it yet. */
const missing = { starts: 0, submits: 0 }

function enrol(order: Extract<LoadOrder, { kind: 'enrol' }>): void {
  const connections = openConnections(order.port, order.connections)
  examId = order.examId
  candidates = order.tokens.map((token, index) =>
    createCandidate(index, connections.callAs(token), tally),
  )
}

function begin({ answersEverySeconds, starts, submits }: Phase): void {
  phaseNumber += 1
  tally.beginAnew()
  if (answersEverySeconds !== null) {
    for (const candidate of candidates) keepAnswering(candidate, answersEverySeconds)
  }
  spread('starts', starts, (candidate) => candidate.start(examId))
  spread('submits', submits, (candidate) => candidate.submit())
}

/** Answers at random moments: the mean is the interval, half of it at least. */
function keepAnswering(candidate: Candidate, everySeconds: number): void {
  const mine = phaseNumber
  const next = (share: number) => {
    setTimeout(
      () => {
        if (mine !== phaseNumber || candidate.state() === 'gone') return
        candidate.answer()
        next(0.5 + Math.random())
      },
      everySeconds * share * 1000,
    )
  }
  // The first one anywhere in the interval: nobody waits for the others.
  next(Math.random())
}

function spread(
  what: 'starts' | 'submits',
  how: Spread | null,
  act: (candidate: Candidate) => Promise<void>,
): void {
  if (how === null) return
  const from = what === 'starts' ? 'waiting' : 'running'
  const chosen = candidates.filter(({ state }) => state() === from).slice(0, how.count)
  missing[what] += chosen.length
  for (const candidate of chosen) {
    setTimeout(
      () => {
        act(candidate).then(
          () => {
            missing[what] -= 1
          },
          (error) => tally.surprise(`${what}: ${String(error)}`),
        )
      },
      Math.random() * how.withinSeconds * 1000,
    )
  }
}

async function waitFor(order: Extract<LoadOrder, { kind: 'await' }>): Promise<LoadReport> {
  const beganMs = performance.now()
  const seconds = () => (performance.now() - beganMs) / 1000
  while (missing[order.what] > 0 && seconds() < order.withinSeconds) await sleep(LOOK_EVERY_MS)
  return { kind: 'awaited', missing: missing[order.what], seconds: seconds() }
}

async function obey(order: LoadOrder): Promise<LoadReport> {
  if (order.kind === 'count') return { kind: 'counted', count: tally.count() }
  if (order.kind === 'await') return waitFor(order)
  if (order.kind === 'tell') {
    const end = order.from + order.count
    const attempts = candidates.slice(order.from, end).flatMap((one) => one.known() ?? [])
    return { kind: 'told', attempts, isMore: end < candidates.length }
  }
  if (order.kind === 'enrol') enrol(order)
  else begin(order.phase)
  return { kind: 'done' }
}

parentPort?.on('message', async (order: LoadOrder) => parentPort?.postMessage(await obey(order)))
