import type { EvidenceFamily, Flag } from './flag.ts'

/** A case is opened for auditors at this weight of evidence: ten to one, in bans. */
export const CASE_OPENS_AT = 1

/**
 * Behavior has innocent causes at every desk; effort and person fit say how an attempt was worked,
 * not by whom. Together they never open a case: who was interrupted may well give up, too.
 */
const SUPPORT_COUNTS_AT_MOST = 0.5

/** One kind of evidence alone, however strong, stays short of what two kinds together say. */
const FAMILY_COUNTS_AT_MOST = 1.5

/**
 * One attempt looked at by itself is flagged wrongly about once in a hundred times, which is a
 * hundred cases among ten thousand honest candidates. So without a false discovery rate held over
 * the exam, no kind of evidence opens a case alone.
 */
const UNADJUSTED_COUNTS_AT_MOST = 0.5

type Weighed = Readonly<Pick<Flag, 'family' | 'weight' | 'q'>>

/** Kinds of evidence that never decide: behavior, effort and person fit. */
export function isSupporting(family: EvidenceFamily): boolean {
  return family === 'behavior' || family === 'effort' || family === 'person-fit'
}

function poolOf(family: EvidenceFamily): string {
  return isSupporting(family) ? 'support' : family
}

/**
 * What only supports adds up to its cap. Within any other family the heaviest flag counts:
 * statistics of one family see the same answers or times twice, and twice is not more.
 */
function weightOfPool(pool: string, flags: readonly Weighed[]): number {
  const sum = flags.reduce((total, { weight }) => total + weight, 0)
  if (pool === 'support') return Math.min(SUPPORT_COUNTS_AT_MOST, sum)
  return Math.min(FAMILY_COUNTS_AT_MOST, Math.max(...flags.map(decidingWeight)))
}

function decidingWeight({ weight, q }: Weighed): number {
  return typeof q === 'number' ? weight : Math.min(UNADJUSTED_COUNTS_AT_MOST, weight)
}

/**
 * Weight of evidence of an attempt and what each flag adds to it, in the order of the flags. The
 * unit is the ban, the decimal logarithm of odds: 1 is ten to one (Good 1950). Flags of single
 * attempts carry assigned weights and have no q: they count at most half of what opens a case in any
 * family. Those of cohorts carry the weight of their q by `evidenceBans`. Families
 * are independent by construction, so their weights add; a heavier flag never lowers the total,
 * the order never matters, and the total is never more than the sum of the flags.
 */
export function weighEvidence(flags: readonly Weighed[]): {
  readonly weight: number
  readonly shares: readonly number[]
} {
  const pools = Map.groupBy(flags, ({ family }) => poolOf(family))
  let weight = 0
  const factors = new Map<string, number>()
  // In the order of names, so that not even rounding depends on the order of flags.
  for (const [pool, own] of [...pools].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const counted = weightOfPool(pool, own)
    const sum = own.reduce((total, flag) => total + flag.weight, 0)
    factors.set(pool, sum > 0 ? counted / sum : 0)
    weight += counted
  }
  return {
    weight,
    shares: flags.map((flag) => flag.weight * (factors.get(poolOf(flag.family)) ?? 0)),
  }
}

/** Weight of evidence of an attempt's flags in bans; see `weighEvidence`. */
export function weightOfEvidence(flags: readonly Weighed[]): number {
  return weighEvidence(flags).weight
}
