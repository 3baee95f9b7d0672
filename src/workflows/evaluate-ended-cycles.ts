import { creditYear } from '../domain/policy/credit-cycles.ts'
import { cycleBounds, cycleFor, cyclesBefore } from '../domain/policy/cycle.ts'
import { versionInForce } from '../domain/policy/version-in-force.ts'
import { read, SYSTEM } from '../store/scope.ts'
import { listUnsettled } from '../store/settling/read-standings.ts'
import type { Deps } from './deps.ts'
import { evaluateStandings, loadVersions } from './evaluate-standings.ts'

/** So long after its end a cycle is worked out again for everybody, as late results come in. */
const REVISED_FOR_DAYS = 60
const DAY_MS = 86_400_000

/**
 * Standings of every policy about persons or units in the cycle that ended last, for everybody; and
 * again for a while, in which only what changed is written. After that for whom something is held
 * or was decided since, so that no review and no appeal comes too late to count. Gives how many
 * were written.
 */
export async function evaluateEndedCycles(deps: Deps): Promise<number> {
  const now = deps.now()
  const byPolicy = Map.groupBy(await loadVersions(deps, null), ({ policy }) => policy)
  let written = 0
  for (const [policy, versions] of byPolicy) {
    const [any] = versions
    if (!any) continue
    const [ended] = cyclesBefore(cycleFor(any.document, creditYear(now.getTime())), 1)
    if (!ended) continue
    const { from, until } = cycleBounds(ended)
    const isFresh = now.getTime() - until.getTime() < REVISED_FOR_DAYS * DAY_MS
    if (!versionInForce(versions, from)) continue
    const asked = { policy, year: ended.to, unitPath: '/' }
    if (isFresh) {
      written += await evaluateStandings(deps, null, asked)
      continue
    }
    const only = await read(deps.sql, SYSTEM, (tx) => listUnsettled(tx, { policy, cycle: ended }))
    if (only.size > 0) written += await evaluateStandings(deps, null, { ...asked, only })
  }
  return written
}
