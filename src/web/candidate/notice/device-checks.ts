import { storageWritable } from '../journal/entry-store.ts'

export interface CheckResult {
  readonly check: 'network' | 'storage' | 'clock' | 'screen'
  /** `warn`: the exam works, but the candidate should know. */
  readonly verdict: 'good' | 'warn' | 'bad'
  readonly figure: number
}

const SLOW_MS = 1_500
const CLOCK_MINUTES = 3
const NARROW_PX = 320
const ROUNDS = 3

interface Reach {
  readonly roundTripMs: number
  /** This device's clock minus the server's, in seconds; NaN where the server did not say. */
  readonly clockDifferenceSeconds: number
}

async function reach(): Promise<Reach> {
  const startedMs = performance.now()
  const reply = await fetch('/api/health', { cache: 'no-store' })
  const roundTripMs = performance.now() - startedMs
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

/** Network, clock, storage and screen of this device, before an exam begins. */
export async function checkDevice(): Promise<readonly CheckResult[]> {
  const [network, stores] = await Promise.all([networkChecks(), storageWritable()])
  const width = window.innerWidth
  return [
    ...network,
    { check: 'storage', verdict: stores ? 'good' : 'warn', figure: 0 },
    { check: 'screen', verdict: width < NARROW_PX ? 'warn' : 'good', figure: width },
  ]
}
