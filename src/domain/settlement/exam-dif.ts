import type { Bank } from '../bank/bank.ts'
import type { Item } from '../bank/item.ts'
import { analyseDif, FEWEST_AT_ALL, type GroupComparison } from '../measurement/analysis/dif.ts'
import type { ItemDif } from '../measurement/analysis/item-dif.ts'
import type { ScoreTable } from '../measurement/analysis/score-table.ts'
import { type CandidateGrouping, type GroupedExam, groupCandidates } from './candidate-groups.ts'
import type { DifOfGrouping, GroupName, UnequalItem } from './dif-views.ts'

export interface ExaminedForDif extends GroupedExam {
  readonly bank: Bank
}

const LEVEL = 0.05
const STRICTER_LEVEL = 0.01

/**
 * Differential item functioning by rank, branch, age band and language, every group of at least
 * 30 candidates against the largest: Mantel-Haenszel and logistic regression between candidates
 * of equal ability as their result has it: everybody has an own form, on which shares of points
 * mean different things. So the studied item counts in the match, and others that differ are not
 * taken out of it (no purification). Items are judged from 100 answers in both groups on; chance is held down over all items of a comparison
 * (Benjamini & Hochberg 1995).
 */
export function examDif(exam: ExaminedForDif): DifOfGrouping[] {
  const { bank, attempts } = exam
  const seen = new Set(attempts.flatMap(({ items }) => items.map(({ itemId }) => itemId)))
  const items = bank.items.filter(({ id }) => seen.has(id))
  const table = tableOf(items, exam)
  const known = new Map(items.map((item) => [item.id, item]))
  return groupCandidates(exam).map((grouping) => difOf(table, known, grouping))
}

function tableOf(
  items: readonly Item[],
  { attempts }: Pick<ExaminedForDif, 'attempts'>,
): ScoreTable {
  const rows = attempts.map(({ items: own }) => {
    const scores = new Map(own.map(({ itemId, correct }) => [itemId, correct ? 1 : 0]))
    return Float64Array.from(items, ({ id }) => scores.get(id) ?? Number.NaN)
  })
  const abilities = Float64Array.from(attempts, ({ scores }) => scores.overall.theta)
  return { items: items.map(({ id }) => id), rows, abilities }
}

function difOf(
  table: ScoreTable,
  items: ReadonlyMap<string, Item>,
  { kind, groups, shown, nameOf }: CandidateGrouping,
): DifOfGrouping {
  const name = (id: string): GroupName => ({ id, name: nameOf(id) })
  const compared = groups.map((group) => (group !== null && shown.includes(group) ? group : null))
  const comparisons = analyseDif(table, { name: kind, groups: compared })
  const [first] = comparisons
  // A large group that stands alone is not too small: there is nobody to compare it with.
  const told = first
    ? comparisons.flatMap(({ reference, focal }) => [reference, focal])
    : largeOnes(groups)
  const all = [...new Set(groups)].filter((group) => group !== null)
  return {
    kind,
    reference: first ? name(first.reference) : null,
    groups: comparisons.map((comparison) => ({
      group: name(comparison.focal),
      count: comparison.counts[1],
      ...judgedIn(comparison),
    })),
    tooSmall: all.filter((id) => !told.includes(id)).map(name),
    someUnknown: groups.some((group) => group === null),
    items: comparisons
      .flatMap((comparison) =>
        comparison.items.flatMap((dif) => unequalItem(dif, items, name(comparison.focal))),
      )
      .sort((left, right) => weightOf(right) - weightOf(left)),
  }
}

function largeOnes(groups: readonly (string | null)[]): string[] {
  const sizes = new Map<string, number>()
  for (const group of groups) {
    if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  return [...sizes].flatMap(([group, size]) => (size >= FEWEST_AT_ALL ? [group] : []))
}

function judgedIn({ items }: GroupComparison) {
  const seen = items.filter(({ counts }) => Math.max(...counts) > 0)
  const judged = seen.filter(({ verdict }) => verdict !== 'no-verdict').length
  return { judged, unjudged: seen.length - judged }
}

function unequalItem(
  dif: ItemDif,
  items: ReadonlyMap<string, Item>,
  group: GroupName,
): UnequalItem[] {
  const { item, verdict, purified, logistic, etsClass, counts, q, logisticQ } = dif
  const stem = items.get(item)?.stem
  if (!stem || verdict === 'none' || verdict === 'no-verdict') return []
  const delta = purified?.delta ?? null
  // Where the table test finds it, there is a direction on the whole, whatever the curve.
  const isChanging = (q ?? 1) >= LEVEL && (logistic?.nonUniformP ?? 1) < STRICTER_LEVEL
  return [
    {
      itemId: item,
      stem,
      group,
      direction: isChanging ? 'changing' : (delta ?? 0) < 0 ? 'harder' : 'easier',
      size: verdict,
      delta,
      etsClass,
      counts: [counts[0], counts[1]],
      q,
      logisticQ,
    },
  ]
}

const SIZES = ['negligible', 'moderate', 'large'] as const

function weightOf({ size, delta }: UnequalItem): number {
  return 1000 * SIZES.indexOf(size) + Math.abs(delta ?? 0)
}
