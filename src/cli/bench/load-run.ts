import type { LoadCheck } from './load-check.ts'
import type { Outage } from './load-facts.ts'
import type { Target } from './load-faults.ts'
import type { PhaseCount } from './load-orders.ts'
import type { StruckFaults } from './load-proxy.ts'

export interface PhaseResult {
  readonly name: string
  readonly count: PhaseCount
  /** Starts or submits that never came through. */
  readonly missing: number
}

export interface LoadRun {
  readonly phases: readonly PhaseResult[]
  readonly check: LoadCheck
  /** What no page expects of the service; the first few. */
  readonly surprises: readonly string[]
  readonly struck: StruckFaults
  /** When the application was killed, and listened again. */
  readonly away: Target['away']
  readonly outages: readonly Outage[]
}
