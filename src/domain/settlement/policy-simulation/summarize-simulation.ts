import { nameOfAward } from '../../policy/award-names.ts'
import { isDuty } from '../../policy/compare-outcomes.ts'
import { type PolicyDocument, subjectOf } from '../../policy/policy.ts'
import type { PolicySimulationGroup, PolicySimulationView } from '../../policy/simulation-views.ts'
import { compareText, type LocalizedText } from '../../text.ts'
import { branchBelow, type GroupedPerson, groupCandidates } from '../candidate-groups.ts'
import { FEWEST_PERSONS } from '../protect-groups.ts'
import { wilsonInterval } from '../wilson-interval.ts'
import type { JudgedResult } from './judge-result.ts'
import { DEVIATES } from './measure-again.ts'

/** Results with whom they are of, in one order. */
export interface SimulatedResults {
  readonly judged: readonly JudgedResult[]
  readonly persons: readonly GroupedPerson[]
  /** The unit the groups lie below. */
  readonly unitPath: string
  readonly unitNames: ReadonlyMap<string, LocalizedText>
}

type Summary = Omit<PolicySimulationView, 'exams' | 'against'>
/** Another measurement changes an outcome at least this often: too close to call. */
const BORDERLINE = 0.1
const Z = 1.959964

/**
 * Who gains and loses, in all and by unit, rank and age band, with 95 % intervals. Groups that are
 * too small, or from which one such could be worked out, are left out; of fewer than five results
 * nothing is told.
 */
export function summarizeSimulation(document: PolicyDocument, results: SimulatedResults): Summary {
  const { judged } = results
  const subject = subjectOf(document)
  if (judged.length < FEWEST_PERSONS) {
    return {
      ...{ subject, overall: null, awards: [], groups: [], hiddenGroups: 0 },
      ...{ uncertainty: null, rules: [], errors: 0 },
    }
  }
  return {
    subject,
    overall: compare(judged),
    awards: countAwards(judged),
    ...(subject === 'unit' ? { groups: [], hiddenGroups: 0 } : groupsOf(results)),
    uncertainty: uncertaintyOf(judged),
    rules: document.rules.map(({ id, title }) => ({
      ...{ id, title },
      held: judged.filter(({ held }) => held.includes(id)).length,
      decided: judged.filter(({ after }) => after.decidedBy.includes(id)).length,
    })),
    errors: judged.filter(({ after }) => after.errors.length > 0).length,
  }
}

function compare(judged: readonly JudgedResult[]) {
  const share = (isIt: (one: JudgedResult) => boolean) => {
    const count = judged.filter(isIt).length
    return { count, ...wilsonInterval(count, judged.length) }
  }
  return {
    n: judged.length,
    before: share(({ grantedBefore }) => hasAward(grantedBefore)),
    after: share(({ grantedAfter }) => hasAward(grantedAfter)),
    gaining: share(({ gained }) => gained.length > 0),
    losing: share(({ lost }) => lost.length > 0),
  }
}

function hasAward(granted: JudgedResult['grantedAfter']): boolean {
  return [...granted.values()].some((award) => !isDuty(award))
}

function countAwards(judged: readonly JudgedResult[]): Summary['awards'] {
  const counts = new Map<string, Summary['awards'][number]>()
  const count = (one: JudgedResult, when: 'before' | 'after') => {
    const [own, others] = [one.grantedBefore, one.grantedAfter]
    for (const award of (when === 'before' ? own : others).values()) {
      const name = nameOfAward(award)
      const known = counts.get(name.en)
      const row = known ?? { award: name, before: 0, after: 0, gained: 0, lost: 0 }
      const elsewhere = [...(when === 'before' ? others : own).values()]
      const isOnlyHere = elsewhere.every((other) => nameOfAward(other).en !== name.en)
      const change = when === 'before' ? 'lost' : 'gained'
      counts.set(name.en, {
        ...row,
        [when]: row[when] + 1,
        [change]: row[change] + (isOnlyHere ? 1 : 0),
      })
    }
  }
  for (const one of judged) {
    count(one, 'before')
    count(one, 'after')
  }
  return [...counts.entries()]
    .sort(([left], [right]) => compareText(left, right))
    .map(([, row]) => row)
}

const KINDS: readonly string[] = ['unit', 'rank', 'age']

function groupsOf({
  judged,
  persons,
  unitPath,
  unitNames,
}: SimulatedResults): Pick<Summary, 'groups' | 'hiddenGroups'> {
  // Nothing is shown of units further down, of which there may be thousands to be protected.
  const attempts = persons.map((one) => {
    return { ...one, unitPath: branchBelow(unitPath, one.unitPath) ?? one.unitPath }
  })
  const groupings = groupCandidates({ attempts, unitPath, unitNames })
  let hiddenGroups = 0
  const groups = groupings
    .filter(({ kind }) => KINDS.includes(kind))
    .flatMap(({ kind, groups: ids, shown, nameOf }): PolicySimulationGroup[] => {
      const all = new Set(ids.filter((id) => id !== null))
      hiddenGroups += all.size - shown.filter((id) => all.has(id)).length
      return shown.map((id) => ({
        ...{ kind: kind as PolicySimulationGroup['kind'], id, name: nameOf(id) },
        ...compare(judged.filter((_, index) => ids[index] === id)),
      }))
    })
  return { groups, hiddenGroups }
}

/**
 * Sums of independent chances: mean and variance add up, and 95 % lie within 1.96 SD where enough
 * persons are uncertain for the normal approximation. A chance is known to 1/21 or so.
 */
function uncertaintyOf(judged: readonly JudgedResult[]): Summary['uncertainty'] {
  const again = judged.flatMap((one) => one.again ?? [])
  if (again.length === 0) return null
  const expected = (of: keyof (typeof again)[number]) => {
    const mean = again.reduce((sum, one) => sum + one[of], 0)
    const deviation = Math.sqrt(again.reduce((sum, one) => sum + one[of] * (1 - one[of]), 0))
    const low = Math.max(0, mean - Z * deviation)
    return { mean, low, high: Math.min(again.length, mean + Z * deviation) }
  }
  return {
    gaining: expected('gains'),
    losing: expected('loses'),
    granted: expected('granted'),
    borderline: again.filter(({ other }) => other >= BORDERLINE).length,
    runs: DEVIATES.length,
  }
}
