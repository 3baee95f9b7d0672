import normal from '@stdlib/stats-base-dists-normal'
import { type Finding, say } from '../../bank/finding.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { testAgainstCohort } from '../empirical-null.ts'
import { changeDistribution, type HonestChanges } from './change-tail.ts'
import type { Changer } from './changed-items.ts'
import { erasureIndex } from './erasure-index.ts'
import { changesIn } from './honest-changes.ts'

/** The changes of one room, unit or centre. */
export interface GroupChanges {
  readonly grouping: string
  readonly group: string
  /** Those who changed answers. */
  readonly persons: number
  readonly changes: number
  readonly wrongToRight: number
  /** Erasure detection index of the group. */
  readonly statistic: number
  readonly p: number
  /** Adjusted for all groups of all groupings (Holm 1979). */
  readonly pHolm: number
}

type Tested = Omit<GroupChanges, 'pHolm' | 'p'> & { readonly z: number }

const FEWEST_PERSONS = 10
/** Below this the normal tail does not hold. */
const FEWEST_CHANGES = 30

/**
 * Whether a group has too many changes from wrong to right: the erasure detection index summed over
 * members (Wollack & Eckerly 2017) as the statistic. p is the normal tail of the excess over what
 * honest changes of this cohort come to (`fitHonestChanges`), with the variance that counts the
 * estimated abilities (Sinharay 2018) and how persons differ; where a grouping has 30 groups or
 * more, p is never less than the tail among the groups themselves, as groups have habits. A group
 * that stands out says something of an event - a room, a proctor, a courier -, never of one of its
 * persons. Smallest: 10 persons who changed answers and 30 changes; smaller groups are left out, and
 * so is a group of everybody who changed answers: nothing is special about being in it.
 */
export function groupChanges(cohort: PreparedCohort): {
  readonly groups: readonly GroupChanges[]
  readonly findings: readonly Finding[]
} {
  if (cohort.changes === null || cohort.groupings.length === 0) return { groups: [], findings: [] }
  const { changers, honest } = changesIn(cohort)
  if (honest === null) return { groups: [], findings: [groupsUntested()] }
  const moments = changers.map((changer) => momentsOf(changer, honest))
  const tested = cohort.groupings.flatMap(({ name, groups }) => {
    const found = membersOf(changers, groups)
      .filter(({ places }) => places.length < changers.length && isLargeEnough(changers, places))
      .map(({ group, places }) => testGroup({ name, group }, places, { changers, moments }))
    const usual = testAgainstCohort(found.map(({ z }) => z))
    return found.map(({ z, ...told }, place) => {
      const p = Math.exp(normal.logcdf(-z, 0, 1))
      return { ...told, p: Math.max(p, usual[place]?.p ?? 0) }
    })
  })
  return { groups: adjustByHolm(tested), findings: [] }
}

function groupsUntested(): Finding {
  return {
    pointer: '',
    item: null,
    severity: 'note',
    code: 'group-changes-too-few',
    message: say(
      '改答太少，无从得知诚实改答的通常结果，未按分组检验改答。',
      'Too few changes to know how honest ones usually come out; groups were not tested.',
    ),
  }
}

function membersOf(changers: readonly Changer[], groups: readonly (string | null)[]) {
  const members = new Map<string, number[]>()
  changers.forEach(({ person }, place) => {
    const group = groups[person] ?? null
    if (group === null) return
    const own = members.get(group)
    if (own) own.push(place)
    else members.set(group, [place])
  })
  return [...members].map(([group, places]) => ({ group, places }))
}

function isLargeEnough(changers: readonly Changer[], places: readonly number[]): boolean {
  const changes = places.reduce((sum, at) => sum + (changers[at] as Changer).columns.length, 0)
  return places.length >= FEWEST_PERSONS && changes >= FEWEST_CHANGES
}

interface Moments {
  readonly mean: number
  readonly variance: number
}

function momentsOf(changer: Changer, honest: HonestChanges): Moments {
  let [mean, square] = [0, 0]
  changeDistribution(changer, honest).forEach((chance, count) => {
    mean += chance * count
    square += chance * count * count
  })
  return { mean, variance: square - mean * mean }
}

function testGroup(
  { name, group }: { readonly name: string; readonly group: string },
  places: readonly number[],
  known: { readonly changers: readonly Changer[]; readonly moments: readonly Moments[] },
): Tested {
  const members = places.map((at) => known.changers[at] as Changer)
  const found = members.reduce((sum, { wrongToRight }) => sum + wrongToRight, 0)
  let [mean, variance] = [0, 0]
  for (const at of places) {
    mean += known.moments[at]?.mean ?? 0
    variance += known.moments[at]?.variance ?? 0
  }
  return {
    grouping: name,
    group,
    persons: members.length,
    changes: members.reduce((sum, { columns }) => sum + columns.length, 0),
    wrongToRight: found,
    statistic: erasureIndex(members),
    z: (found - mean - 0.5) / Math.sqrt(variance),
  }
}

/** The most telling first. */
function adjustByHolm(groups: readonly Omit<GroupChanges, 'pHolm'>[]): GroupChanges[] {
  let least = 0
  return groups
    .toSorted((one, other) => one.p - other.p)
    .map((group, place) => {
      least = Math.max(least, Math.min(1, (groups.length - place) * group.p))
      return { ...group, pHolm: least }
    })
}
