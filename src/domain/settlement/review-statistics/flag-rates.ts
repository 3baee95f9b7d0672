import chisquare from '@stdlib/stats-base-dists-chisquare'
import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import {
  type GroupRates,
  RATE_KINDS,
  type RateKind,
  type RatesByGroup,
} from '../../review/statistics-views.ts'
import { compareText, type LocalizedText } from '../../text.ts'
import { shareOf } from './share-of.ts'

/** A closed attempt as far as its flags are counted. */
export interface RatedAttempt {
  readonly groups: Readonly<Record<RateKind, string | null>>
  readonly flagged: boolean
  /** Of its case on evidence; null where there is none. */
  readonly caseState: 'open' | 'cleared' | 'other' | null
}

/** Fewer attempts than this are never told as a group. */
const FEWEST = 30
/** Below this expected count in any cell the chi-squared distribution is no approximation. */
const FEWEST_EXPECTED = 5

/**
 * Shares of flagged attempts by rank, age band, device and accommodation, to see whether forensics
 * weigh on some groups more than on others. Groups of fewer than 30 are not told; where those left
 * out could be told by subtraction (a single group, or fewer than 30 together), the smallest other
 * one is left out with them.
 * All groups of a grouping are compared at once (Pearson's chi-squared); q holds the false
 * discovery rate over the groupings. A difference is a reason to look at the indicators, not a
 * proof: groups may differ in what they did.
 */
export function flagRates(
  attempts: readonly RatedAttempt[],
  nameOf: (kind: RateKind, group: string) => LocalizedText | null,
): RatesByGroup[] {
  const rated = RATE_KINDS.map((kind) => {
    const known = attempts.filter(({ groups }) => groups[kind] !== null)
    const all = [...Map.groupBy(known, ({ groups }) => groups[kind] as string)]
    const shown = shownOf(all)
    const groups = shown.map(([id, own]) => ratesOf({ id, name: nameOf(kind, id) }, own))
    return {
      kind,
      groups,
      hiddenGroups: all.length - shown.length,
      unknown: attempts.length - known.length,
      test: testAlike(shown.map(([, own]) => own)),
    }
  })
  const qs = benjaminiHochberg(rated.map(({ test }) => test?.p ?? null))
  return rated.map(({ test, ...one }, at) => ({
    ...one,
    test: test && { ...test, q: qs[at] ?? test.p },
  }))
}

type Group = readonly [id: string, attempts: readonly RatedAttempt[]]

function shownOf(groups: readonly Group[]): Group[] {
  const large = groups
    .filter(([, own]) => own.length >= FEWEST)
    .sort(([one, left], [other, right]) => right.length - left.length || compareText(one, other))
  const left = groups.filter((group) => !large.includes(group))
  const persons = left.reduce((sum, [, own]) => sum + own.length, 0)
  const isTold = left.length === 1 || (left.length > 0 && persons < FEWEST)
  return isTold ? large.slice(0, -1) : large
}

function ratesOf(group: GroupRates['group'], own: readonly RatedAttempt[]): GroupRates {
  const count = (isIt: (one: RatedAttempt) => boolean) => own.filter(isIt).length
  const decided = count(({ caseState }) => caseState === 'cleared' || caseState === 'other')
  return {
    group,
    attempts: own.length,
    flagged: shareOf(
      count(({ flagged }) => flagged),
      own.length,
    ),
    cases: shareOf(
      count(({ caseState }) => caseState !== null),
      own.length,
    ),
    cleared: shareOf(
      count(({ caseState }) => caseState === 'cleared'),
      decided,
    ),
  }
}

/** Pearson's test that all groups are flagged alike; null where counts are too small for it. */
function testAlike(groups: readonly (readonly RatedAttempt[])[]) {
  const total = groups.reduce((sum, own) => sum + own.length, 0)
  const flags = groups.map((own) => own.filter(({ flagged }) => flagged).length)
  const share = flags.reduce((sum, count) => sum + count, 0) / total
  const rarer = Math.min(share, 1 - share)
  const isTooFew = groups.some((own) => own.length * rarer < FEWEST_EXPECTED)
  if (groups.length < 2 || isTooFew) return null
  const statistic = groups.reduce((sum, own, at) => {
    const difference = (flags[at] ?? 0) - own.length * share
    return sum + difference ** 2 / (own.length * share * (1 - share))
  }, 0)
  const degreesOfFreedom = groups.length - 1
  return { statistic, degreesOfFreedom, p: 1 - chisquare.cdf(statistic, degreesOfFreedom) }
}
