import type { Blueprint } from '../assembly/blueprint.ts'
import type { Bank } from '../bank/bank.ts'
import { say } from '../bank/finding.ts'
import type { Scores } from '../measurement/scores.ts'
import { compareText, type LocalizedText } from '../text.ts'
import type { GapCell, GapGroup, GapMap } from './gap-views.ts'
import { type CandidateEstimate, groupAbility, saysSomething } from './group-ability.ts'
import { protectGroups } from './protect-groups.ts'
import { trainingNeeds } from './training-needs.ts'

/** One closed attempt's scores with where its candidate works. */
export interface PlacedScores {
  readonly unitPath: string
  readonly post: string | null
  readonly scores: Pick<Scores, 'competencies'>
}

/** What the map is about: the exam's own bank and blueprint, and the names of units. */
export interface GapMapInput {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly unitNames: ReadonlyMap<string, LocalizedText>
  readonly attempts: readonly PlacedScores[]
}

interface Row extends Pick<GapGroup, 'kind' | 'id' | 'name' | 'depth'> {
  readonly holds: (person: PlacedScores) => boolean
}
interface Measured {
  readonly person: PlacedScores
  readonly estimate: CandidateEstimate
}
type Shown = NonNullable<GapCell['shown']>

/** A gap below this, in standard deviations of ability, is no reason to train (Cohen 1988: small). */
export const LEAST_GAP = 0.2
const Z = 1.959964

/**
 * Mean ability and the share at or above the required level for every unit with its branch and
 * every post, by competency, against everybody and against what is required. Groups below five
 * persons are left out, and so are those that could be worked out from the others. The figures are
 * about those who took the exam; see `groupAbility` for how they are made.
 */
export function mapGaps({ bank, blueprint, unitNames, attempts }: GapMapInput): GapMap {
  const level = blueprint.levels.find(({ id }) => id === blueprint.passingLevel)
  const cut = level?.cut ?? null
  const tested = new Set(
    attempts.flatMap(({ scores }) => scores.competencies.map(({ competency }) => competency)),
  )
  const competencies = bank.competencies.filter(({ id }) => tested.has(id))
  const rows = rowsOf(bank, unitNames, attempts)
  const columns = new Map(
    competencies.map(({ id }) => [id, columnOf(rows, measuredIn(attempts, id), cut)]),
  )
  const groups = rows.map(({ holds: _, ...row }, index) => ({
    ...row,
    cells: competencies.map(({ id }) => ({
      competency: id,
      shown: columns.get(id)?.[index] ?? null,
    })),
  }))
  const map = {
    required: level && cut !== null ? { name: level.name, cut } : null,
    competencies: competencies.map(({ id, name }) => ({ id, name })),
    groups: groups.filter(
      ({ kind, cells }) => kind === 'all' || cells.some(({ shown }) => shown !== null),
    ),
  }
  return { ...map, training: trainingNeeds(map) }
}

function measuredIn(attempts: readonly PlacedScores[], id: string): Measured[] {
  return attempts.flatMap((person) => {
    const own = person.scores.competencies.find(({ competency }) => competency === id)
    return own && saysSomething(own.estimate) ? [{ person, estimate: own.estimate }] : []
  })
}

/** Everybody, then the units below their common one in the order of the tree, then the posts. */
function rowsOf(
  bank: Bank,
  unitNames: ReadonlyMap<string, LocalizedText>,
  attempts: readonly PlacedScores[],
): Row[] {
  const paths = [...unitNames.keys()]
    .map((path) => ({ path, names: namesAlong(path, unitNames) }))
    .sort((left, right) => compareText(left.names, right.names))
    .map(({ path }) => path)
  const countOf = (path: string) =>
    attempts.filter(({ unitPath }) => unitPath.startsWith(path)).length
  const units = paths.filter((path) => countOf(path) > 0 && countOf(path) < attempts.length)
  const posts = bank.posts.filter(({ id }) => attempts.some(({ post }) => post === id))
  return [
    {
      ...{ kind: 'all', id: 'all', depth: 0, name: say('全部参考人员', 'Everybody') },
      holds: () => true,
    },
    ...units.map((path): Row => {
      const id = path.split('/').at(-2) ?? path
      const depth = units.filter((other) => path.startsWith(other)).length
      const name = unitNames.get(path) ?? say(id, id)
      return { kind: 'unit', id, name, depth, holds: (one) => one.unitPath.startsWith(path) }
    }),
    ...posts.map(
      ({ id, name }): Row => ({
        ...{ kind: 'post', id: `post ${id}`, name, depth: 1 },
        holds: ({ post }) => post === id,
      }),
    ),
  ]
}

/** The names from the root down, by which sisters stand in order and children below parents. */
function namesAlong(path: string, unitNames: ReadonlyMap<string, LocalizedText>): string {
  const above = [...unitNames].filter(([other]) => path.startsWith(other))
  const inOrder = above.sort(([left], [right]) => left.length - right.length)
  return inOrder.map(([, name]) => name['zh-CN']).join('\u001f')
}

/** One competency's cells; every competency is protected by those it measured. */
function columnOf(
  rows: readonly Row[],
  measured: readonly Measured[],
  cut: number | null,
): (Shown | null)[] {
  const protectedGroups = protectGroups(measured.map(({ person }) => person))
  const { branches, posts } = protectedGroups
  const whole = branches.length > 0 ? abilityOf(measured, cut) : null
  return rows.map((row) => {
    const own = measured.filter(({ person }) => row.holds(person))
    const first = own[0]?.person
    if (whole === null || first === undefined) return null
    if (row.kind === 'all') return shownOf(own.length, whole, { cut, difference: null })
    const isShown =
      row.kind === 'unit'
        ? branches.some((path) => path.endsWith(`/${row.id}/`))
        : posts.some((post) => row.id === `post ${post}`)
    if (!isShown) return null
    const ability = abilityOf(own, cut)
    const difference = differenceOf(
      { ...ability.mean, count: own.length },
      { ...whole.mean, count: measured.length },
    )
    return shownOf(own.length, ability, { cut, difference })
  })
}

function abilityOf(measured: readonly Measured[], cut: number | null) {
  return groupAbility(
    measured.map(({ estimate }) => estimate),
    cut,
  )
}

function shownOf(
  count: number,
  { mean, share }: ReturnType<typeof groupAbility>,
  against: { readonly cut: number | null; readonly difference: Shown['difference'] },
): Shown {
  const { value, low, high } = mean
  return {
    count,
    mean: { value, low, high },
    share,
    difference: against.difference,
    standing: standingOf(mean, against.cut),
  }
}

function standingOf(
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  cut: number | null,
): Shown['standing'] {
  if (cut === null) return 'none'
  if (high < cut) return cut - value >= LEAST_GAP ? 'gap' : 'below'
  return low >= cut ? 'met' : 'open'
}

interface GroupMean {
  readonly value: number
  readonly deviation: number
  readonly count: number
}

/**
 * Group less whole, of which the group is a part: (1 - n / N) times the difference between the
 * group and the others, whose errors are independent.
 */
function differenceOf(group: GroupMean, whole: GroupMean): Shown['difference'] {
  const others = whole.count - group.count
  if (others <= 0) return { value: 0, low: 0, high: 0 }
  const othersVariance =
    Math.max(
      (whole.count * whole.deviation) ** 2 - (group.count * group.deviation) ** 2,
      others * whole.deviation ** 2,
    ) /
    others ** 2
  const half = Z * (others / whole.count) * Math.sqrt(group.deviation ** 2 + othersVariance)
  const value = group.value - whole.value
  return { value, low: value - half, high: value + half }
}
