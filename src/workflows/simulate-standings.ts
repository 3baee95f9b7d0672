import { setImmediate as giveWay } from 'node:timers/promises'
import { covers } from '../domain/organization/unit.ts'
import { type Cycle, cycleBounds, cycleFor } from '../domain/policy/cycle.ts'
import { type PolicyDocument, subjectOf } from '../domain/policy/policy.ts'
import type { PolicySimulationView } from '../domain/policy/simulation-views.ts'
import { versionInForce } from '../domain/policy/version-in-force.ts'
import { Refusal } from '../domain/refusal.ts'
import { ageBandOf } from '../domain/settlement/age-band.ts'
import type { GroupedPerson } from '../domain/settlement/candidate-groups.ts'
import {
  type JudgedResult,
  judgeResult,
} from '../domain/settlement/policy-simulation/judge-result.ts'
import { summarizeSimulation } from '../domain/settlement/policy-simulation/summarize-simulation.ts'
import type { LocalizedText } from '../domain/text.ts'
import { read, type Scope, SYSTEM } from '../store/scope.ts'
import { listPersons, listUnits, type PlacedSubject } from '../store/settling/read-standings.ts'
import type { Deps } from './deps.ts'
import { loadVersions, type StandingPolicy } from './evaluate-standings.ts'
import { loadStandingFacts } from './load-standing-facts.ts'

/** New rules about persons or units, tried on a cycle of a branch. */
export interface OrderedStandings {
  readonly document: PolicyDocument
  /** Compared with this version; null: the one of the same policy in force as the cycle began. */
  readonly againstVersionId: string | null
  readonly unitId: string
  /** Any year of the cycle. */
  readonly year: number
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

const SUBJECTS_A_CHUNK = 200

/**
 * What a document would mean for the persons or units of a branch in a cycle, compared with
 * another version or with nothing. Nothing is kept.
 * @throws Refusal 'not-found' for a unit outside the caller's branches, or no such version
 */
export async function simulateStandings(
  deps: Deps,
  scope: Scope,
  ordered: OrderedStandings,
): Promise<PolicySimulationView> {
  const { document, onProgress, signal } = ordered
  const { unitPath, unitNames } = await placeOf(deps, scope, ordered.unitId)
  const cycle = cycleFor(document, ordered.year)
  const version = await comparedWith(deps, ordered, cycle)
  const against = version?.document ?? { ...document, rules: [] }
  const isAboutUnits = subjectOf(document) === 'unit'
  const subjects = await read(deps.sql, SYSTEM, (tx) =>
    isAboutUnits ? listUnits(tx, unitPath) : listPersons(tx, unitPath),
  )
  const judged: JudgedResult[] = []
  const persons: GroupedPerson[] = []
  for (let from = 0; from < subjects.length; from += SUBJECTS_A_CHUNK) {
    await giveWay()
    signal.throwIfAborted()
    onProgress(from, subjects.length)
    const chunk = subjects.slice(from, from + SUBJECTS_A_CHUNK)
    const asked = { cycle, subjects: chunk }
    const facts = await loadStandingFacts(deps, document, asked)
    // How much attendance counts is a term of each version.
    const before = version && (await loadStandingFacts(deps, version.document, asked))
    const groups = await groupsOf(deps, chunk, cycle)
    for (const { id, unitPath: path } of chunk) {
      const own = facts.get(id)
      if (!own) continue
      const factsBefore = before?.get(id) ?? own
      judged.push(judgeResult(document, { facts: own, against, factsBefore, measured: null }))
      persons.push(groups.get(id) ?? { unitPath: path, rank: '', ageBand: null, language: null })
    }
  }
  const summary = summarizeSimulation(document, { judged, persons, unitPath, unitNames })
  const compared = version && { policy: version.policy, version: version.version }
  return { ...summary, exams: [], against: compared }
}

async function comparedWith(
  deps: Deps,
  { document, againstVersionId }: OrderedStandings,
  cycle: Cycle,
): Promise<StandingPolicy | null> {
  if (againstVersionId === null) {
    return versionInForce(await loadVersions(deps, document.id), cycleBounds(cycle).from)
  }
  const version = (await loadVersions(deps, null)).find(
    ({ policyVersionId }) => policyVersionId === againstVersionId,
  )
  if (version && subjectOf(version.document) === subjectOf(document)) return version
  throw new Refusal('not-found', 'no such policy version of this subject')
}

async function placeOf(deps: Deps, scope: Scope, unitId: string) {
  const units = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; path: string; name: LocalizedText }[]>`
      select id, path, name from unit`,
  )
  const path = units.find(({ id }) => id === unitId)?.path
  const branches = 'branches' in scope ? scope.branches : ['/']
  if (path === undefined || !branches.some((branch) => covers(branch, path))) {
    throw new Refusal('not-found', 'no such unit in your branches')
  }
  return { unitPath: path, unitNames: new Map(units.map((unit) => [unit.path, unit.name])) }
}

async function groupsOf(
  deps: Deps,
  subjects: readonly PlacedSubject[],
  cycle: Cycle,
): Promise<ReadonlyMap<string, GroupedPerson>> {
  const ids = subjects.map(({ id }) => id)
  const rows = await read(
    deps.sql,
    SYSTEM,
    (tx) => tx<{ id: string; unitPath: string; rank: string; birthYear: number | null }[]>`
      select person.id, unit.path as "unitPath", rank, birth_year as "birthYear"
      from person join unit on unit.id = person.unit_id where person.id = any(${ids}::uuid[])`,
  )
  return new Map(
    rows.map(({ id, unitPath, rank, birthYear }) => [
      id,
      { unitPath, rank, ageBand: ageBandOf(birthYear, cycle.to), language: null },
    ]),
  )
}
