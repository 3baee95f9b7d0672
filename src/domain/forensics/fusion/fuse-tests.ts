import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import type { EvidenceFamily } from '../flag.ts'
import { isSupporting } from '../weigh.ts'
import { holm } from './holm.ts'
import { rateCurve } from './rate-curve.ts'

/** P values of one indicator, by person; null where a person could not be tested. */
export interface TestSeries {
  readonly indicator: string
  readonly family: EvidenceFamily
  readonly ps: readonly (number | null)[]
}

/**
 * How far the evidence of one person goes. Strong: convincing over the whole exam and seen in a
 * second, independent family too. Review: for a person to look at, with the false discovery rate
 * held. Watch: unusual, no more; never shown to the candidate.
 */
export type Tier = 'strong' | 'review' | 'watch'

export interface FusedPerson {
  /** Over the families that decide, adjusted for their number; null where none could be tested. */
  readonly p: number | null
  /** Adjusted by Holm over all persons. */
  readonly holm: number | null
  readonly q: number | null
  readonly tier: Tier | null
  /** By series, in their order: the false discovery rate at which it would still be a flag. */
  readonly qs: readonly (number | null)[]
}

/** Share of exams in which somebody honest may come into the strong tier. */
const STRONG_BELOW = 0.05
const CORROBORATED_BELOW = 0.01
const WATCHED_BELOW = 0.01

interface Combined {
  readonly p: number
  /** By series: what a p was multiplied with to stand for the whole person. */
  readonly factors: readonly number[]
  /** The smallest family's and the next one's p, each adjusted within its family. */
  readonly second: number
}

/** Bonferroni within families, and over families: never multiplies p of dependent tests. */
function combine(series: readonly TestSeries[], person: number): Combined | null {
  const counts = new Map<EvidenceFamily, number>()
  const least = new Map<EvidenceFamily, number>()
  for (const { family, ps } of series) {
    const p = ps[person] ?? null
    if (p === null) continue
    counts.set(family, (counts.get(family) ?? 0) + 1)
    least.set(family, Math.min(least.get(family) ?? 1, p))
  }
  if (counts.size === 0) return null
  const families = [...counts].map(([family, count]) =>
    Math.min(1, count * (least.get(family) ?? 1)),
  )
  families.sort((left, right) => left - right)
  return {
    p: Math.min(1, families.length * (families[0] ?? 1)),
    second: families[1] ?? 1,
    factors: series.map(({ family }) => (counts.get(family) ?? 0) * counts.size),
  }
}

function tierOf(combined: Combined, adjusted: number, isReviewed: boolean): Tier | null {
  if (adjusted < STRONG_BELOW && combined.second < CORROBORATED_BELOW && isReviewed) return 'strong'
  if (isReviewed) return 'review'
  return combined.p < WATCHED_BELOW ? 'watch' : null
}

interface FusedGroup {
  readonly combined: readonly (Combined | null)[]
  readonly holm: readonly (number | null)[]
  readonly q: readonly (number | null)[]
  readonly rate: (value: number) => number
}

function fuseGroup(series: readonly TestSeries[], persons: number): FusedGroup {
  const combined = Array.from({ length: persons }, (_, person) => combine(series, person))
  const ps = combined.map((one) => one?.p ?? null)
  const q = benjaminiHochberg(ps)
  return { combined, holm: holm(ps), q, rate: rateCurve(ps, q) }
}

function qsOf(group: FusedGroup, series: readonly TestSeries[], person: number) {
  return series.map(({ ps }, place) => {
    const p = ps[person] ?? null
    if (p === null) return null
    return group.rate(Math.min(1, p * (group.combined[person]?.factors[place] ?? 1)))
  })
}

/**
 * Fuses tests of all persons of an exam: p of a family is k times the smallest of its k tests, p of
 * a person the same over families (families see different things, so that the smallest wins and
 * sums lose). Persons are called by Benjamini & Hochberg (1995) for review and by Holm (1979) for
 * the strong tier, the latter only with p < .01 in a second family. An indicator of a called person
 * is a flag where its own p, adjusted alike, would have called the person (the selective rule of
 * Benjamini & Bogomolov 2014), so that the rate holds for persons and the best flag is never lost.
 * Supporting families are fused apart: their flags hold the same rate and move nobody's tier.
 */
export function fuseTests(
  series: readonly TestSeries[],
  given: { readonly persons: number; readonly fdr: number },
): FusedPerson[] {
  const { persons, fdr } = given
  const deciding = series.filter(({ family }) => !isSupporting(family))
  const supporting = series.filter(({ family }) => isSupporting(family))
  const main = fuseGroup(deciding, persons)
  const support = fuseGroup(supporting, persons)
  return Array.from({ length: persons }, (_, person) => {
    const combined = main.combined[person] ?? null
    const q = main.q[person] ?? null
    const adjusted = main.holm[person] ?? null
    const [mainQs, supportQs] = [qsOf(main, deciding, person), qsOf(support, supporting, person)]
    return {
      p: combined?.p ?? null,
      holm: adjusted,
      q,
      tier: combined && tierOf(combined, adjusted ?? 1, q !== null && q <= fdr),
      qs: series.map((one) => {
        const place = deciding.indexOf(one)
        return (place >= 0 ? mainQs[place] : supportQs[supporting.indexOf(one)]) ?? null
      }),
    }
  })
}
