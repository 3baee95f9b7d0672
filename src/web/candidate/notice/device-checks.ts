import { drawsMathMl } from '../../shared/formula/text-with-formulas.tsx'
import { storageWritable } from '../journal/entry-store.ts'

export interface CheckResult {
  readonly check:
    | 'network'
    | 'speed'
    | 'clock'
    | 'storage'
    | 'room'
    | 'reopening'
    | 'formulas'
    | 'screen'
  /** `warn`: the exam works, but the candidate should know. */
  readonly verdict: 'good' | 'warn' | 'bad'
  readonly figure: number
}

const SLOW_MS = 1_500
const CLOCK_MINUTES = 3
const NARROW_PX = 320
const ROUNDS = 3
/** Below this a picture takes noticeably long; text does not. */
const SLOW_KBPS = 200
/** Answers take kilobytes; browsers throw away what is kept when hardly anything is left. */
const LITTLE_ROOM_MB = 20

interface Reach {
  readonly roundTripMs: number
  /** This device's clock minus the server's, in seconds; NaN where the server did not say. */
  readonly clockDifferenceSeconds: number
}

async function reach(): Promise<Reach> {
  const startedMs = performance.now()
  const reply = await fetch('/api/health', { cache: 'no-store' })
  const roundTripMs = performance.now() - startedMs
  // A body that nobody reads keeps its connection, of which a browser has six.
  await reply.arrayBuffer()
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`)
  const serverMs = Date.parse(reply.headers.get('date') ?? '')
  return { roundTripMs, clockDifferenceSeconds: (Date.now() - roundTripMs / 2 - serverMs) / 1000 }
}

/** The middle of three round trips, and the clock against the server's Date header. */
async function networkChecks(): Promise<readonly CheckResult[]> {
  try {
    const rounds: Reach[] = []
    for (let i = 0; i < ROUNDS; i++) rounds.push(await reach())
    rounds.sort((one, other) => one.roundTripMs - other.roundTripMs)
    const ms = rounds[1]?.roundTripMs ?? 0
    const difference = rounds[0]?.clockDifferenceSeconds ?? Number.NaN
    const network: CheckResult = {
      check: 'network',
      verdict: ms > SLOW_MS ? 'warn' : 'good',
      figure: ms,
    }
    if (Number.isNaN(difference)) return [network]
    const off = Math.abs(difference) > CLOCK_MINUTES * 60
    return [network, { check: 'clock', verdict: off ? 'warn' : 'good', figure: difference }]
  } catch {
    return [{ check: 'network', verdict: 'bad', figure: 0 }]
  }
}

/** How fast this page's own script comes over the network again; nothing where it cannot say. */
async function speedCheck(): Promise<readonly CheckResult[]> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]')
  if (script === null) return []
  try {
    const startedMs = performance.now()
    const reply = await fetch(script.src, { cache: 'no-store' })
    const headMs = performance.now()
    await reply.arrayBuffer()
    // What went over the line; the body is larger, as it is compressed on the way.
    const bytes = Number(reply.headers.get('content-length') ?? Number.NaN)
    const transferMs = performance.now() - (headMs - startedMs) / 2 - startedMs
    const kbps = (bytes * 8) / Math.max(1, transferMs)
    if (!reply.ok || Number.isNaN(kbps)) return []
    return [{ check: 'speed', verdict: kbps < SLOW_KBPS ? 'warn' : 'good', figure: kbps }]
  } catch {
    // The network check says it already.
    return []
  }
}

/** Whoever is asked may take their time; the check does not. */
const ASKING_MS = 1_000

/**
 * Asks the browser to throw nothing away when the device runs short of room. Before the exam, as
 * some browsers put that to the person, and in an exam it would look like being away.
 */
async function asksToLast(): Promise<boolean> {
  const { storage } = navigator
  if (storage?.persist === undefined) return false
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ASKING_MS))
  return Promise.race([storage.persist().catch(() => false), late])
}

/** Whether answers are kept on this device, and (figure 1) whether for as long as they wait. */
async function storageCheck(): Promise<CheckResult> {
  const [stores, lasts] = await Promise.all([storageWritable(), asksToLast()])
  return { check: 'storage', verdict: stores ? 'good' : 'warn', figure: stores && lasts ? 1 : 0 }
}

/** Told only where little is left: nobody needs to know the size of their disk. */
async function roomCheck(): Promise<readonly CheckResult[]> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {}
  if (quota === undefined) return []
  const leftMb = (quota - usage) / 1e6
  return leftMb < LITTLE_ROOM_MB ? [{ check: 'room', verdict: 'warn', figure: leftMb }] : []
}

/** Whether the pages are kept on this device, so that a reload without a network works. */
async function reopeningCheck(): Promise<CheckResult> {
  const kept = 'caches' in globalThis ? await caches.keys().catch(() => []) : []
  const reopens = kept.some((name) => name.startsWith('probity-pages-'))
  return { check: 'reopening', verdict: reopens ? 'good' : 'warn', figure: 0 }
}

/** What an exam needs of network, browser and screen of this device, before it begins. */
export async function checkDevice(): Promise<readonly CheckResult[]> {
  const [network, storage, room] = await Promise.all([networkChecks(), storageCheck(), roomCheck()])
  // By itself, for the line is what it measures.
  const speed = await speedCheck()
  const width = window.innerWidth
  return [
    ...network,
    ...speed,
    storage,
    ...room,
    await reopeningCheck(),
    { check: 'formulas', verdict: drawsMathMl() ? 'good' : 'warn', figure: 0 },
    { check: 'screen', verdict: width < NARROW_PX ? 'warn' : 'good', figure: width },
  ]
}
