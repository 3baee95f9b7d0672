import { say } from '../bank/finding.ts'
import { compareText, type Language, type LocalizedText } from '../text.ts'
import { ageBandName } from './age-band.ts'
import type { AnalyzedAttempt } from './analyzed-attempt.ts'
import type { GroupingKind } from './dif-views.ts'
import { FEWEST_PERSONS, protectGroups, smallestIsolated } from './protect-groups.ts'

/** Candidates of an exam grouped in one way. */
export interface CandidateGrouping {
  readonly kind: GroupingKind
  /** By attempt; null where not known. */
  readonly groups: readonly (string | null)[]
  /** Groups whose figures may be shown beside all others. */
  readonly shown: readonly string[]
  /** Null for ranks, which the pages name. */
  readonly nameOf: (group: string) => LocalizedText | null
}

/** A candidate's places, as far as they are grouped by them. */
export type GroupedPerson = Pick<AnalyzedAttempt, 'unitPath' | 'rank' | 'ageBand' | 'language'>

export interface GroupedExam<Person extends GroupedPerson = AnalyzedAttempt> {
  readonly attempts: readonly Person[]
  /** Path of the exam's unit. */
  readonly unitPath: string
  readonly unitNames: ReadonlyMap<string, LocalizedText>
}

/** Ages and languages cut across ranks and units: told only of groups this large. */
const FEWEST_ACROSS = 30

const LANGUAGE_NAMES: Readonly<Record<Language, LocalizedText>> = {
  'zh-CN': say('中文', 'Chinese'),
  en: say('英文', 'English'),
}

/**
 * Candidates by rank, by the branch directly below the exam's unit, by age band and by language.
 * Ranks and units are protected together, as everywhere; an age band or a language shows only
 * with at least 30 candidates, and only where no sum or difference of it with units, or with
 * ranks, isolates fewer than five persons.
 */
export function groupCandidates({
  attempts,
  unitPath,
  unitNames,
}: GroupedExam<GroupedPerson>): CandidateGrouping[] {
  const { branches, posts: ranks } = protectGroups(
    attempts.map((one) => ({ unitPath: one.unitPath, post: one.rank })),
  )
  const branchPaths = attempts.map((one) => branchBelow(unitPath, one.unitPath))
  const across = (kind: 'age' | 'language', groups: readonly (string | null)[]) => ({
    kind,
    groups,
    shown: shownAcross(attempts, groups, { branches, ranks }),
  })
  return [
    { kind: 'rank', groups: attempts.map(({ rank }) => rank), shown: ranks, nameOf: () => null },
    {
      kind: 'unit',
      groups: branchPaths,
      shown: branches.filter((path) => branchPaths.includes(path)),
      nameOf: (path) => unitNames.get(path) ?? null,
    },
    {
      ...across(
        'age',
        attempts.map(({ ageBand }) => ageBand),
      ),
      nameOf: ageBandName,
    },
    {
      ...across(
        'language',
        attempts.map(({ language }) => language),
      ),
      nameOf: (id) => LANGUAGE_NAMES[id === 'en' ? 'en' : 'zh-CN'],
    },
  ]
}

/** `/a/b/` for `/a/b/c/` below `/a/`; null for the unit itself and for others. */
export function branchBelow(unitPath: string, path: string): string | null {
  if (!path.startsWith(unitPath) || path === unitPath) return null
  return `${unitPath}${path.slice(unitPath.length).split('/')[0]}/`
}

function shownAcross(
  attempts: readonly GroupedPerson[],
  groups: readonly (string | null)[],
  known: { readonly branches: readonly string[]; readonly ranks: readonly string[] },
): string[] {
  const ids = [...new Set(groups)]
    .filter((id) => id !== null)
    .filter((id) => groups.filter((one) => one === id).length >= FEWEST_ACROSS)
    .sort(compareText)
  const placed = attempts.map(({ unitPath, rank }, at) => {
    const post = groups[at] ?? null
    return [
      { unitPath, post },
      { unitPath: `/${rank}/`, post },
    ] as const
  })
  const [byUnit, byRank] = [placed.map(([unit]) => unit), placed.map(([, rank]) => rank)]
  const rankPaths = known.ranks.map((rank) => `/${rank}/`)
  const shown: string[] = []
  for (const id of ids) {
    const tried = [...shown, id]
    const isSafe =
      smallestIsolated(byUnit, known.branches, tried) >= FEWEST_PERSONS &&
      smallestIsolated(byRank, rankPaths, tried) >= FEWEST_PERSONS
    if (isSafe) shown.push(id)
  }
  return shown
}
