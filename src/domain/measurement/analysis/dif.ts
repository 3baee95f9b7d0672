import { benjaminiHochberg } from '../../benjamini-hochberg.ts'
import { compareText, type LocalizedText } from '../../text.ts'
import { difSentence, impactSentence } from './dif-sentences.ts'
import type { DifGrounds, DifVerdict, ItemDif } from './item-dif.ts'
import { logisticDif } from './logistic-dif.ts'
import { etsClass, type MantelHaenszel, type Matched, mantelHaenszel } from './mantel-haenszel.ts'
import { matchingScores } from './matching-scores.ts'
import { meanAndDeviation } from './moments.ts'
import { purifyAnchors } from './purify-anchors.ts'
import { columnOf, type ScoreTable, sharesWithout, totalsOf } from './score-table.ts'

/** One group against the reference group. */
export interface GroupComparison {
  readonly grouping: string
  readonly reference: string
  readonly focal: string
  readonly counts: readonly [number, number]
  /** Difference of mean shares, focal less reference, and in standard deviations. Not DIF. */
  readonly impact: { readonly difference: number; readonly standardized: number }
  readonly impactMessage: LocalizedText
  readonly items: readonly ItemDif[]
}

export interface Grouping {
  readonly name: string
  /** Per person; null where unknown. */
  readonly groups: readonly (string | null)[]
}

const FEWEST_FOR_LOGISTIC = 200
const FEWEST_FOR_VERDICT = 100
/** Persons below which a group is compared with no other. */
export const FEWEST_AT_ALL = 30
const LEVEL = 0.05

/**
 * DIF of every item between the largest group and every other one of at least 30 persons, by
 * Mantel-Haenszel and logistic regression, both purified; per item with what its sample allows.
 */
export function analyseDif(table: ScoreTable, grouping: Grouping): GroupComparison[] {
  const [first, ...others] = sizesOf(grouping)
  if (!first) return []
  const reference = first[0]
  return others
    .filter(([, size]) => size >= FEWEST_AT_ALL)
    .map(([focal]) => compareGroups(table, grouping, { reference, focal }))
}

/** Groups too small to be compared with the largest. */
export function smallGroups(grouping: Grouping): string[] {
  return sizesOf(grouping)
    .slice(1)
    .flatMap(([group, size]) => (size < FEWEST_AT_ALL ? [group] : []))
}

/** Groups with their sizes, largest first. */
function sizesOf({ groups }: Grouping): [string, number][] {
  const sizes = new Map<string, number>()
  for (const group of groups) {
    if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  return [...sizes].sort(([left, one], [right, other]) => other - one || compareText(left, right))
}

interface Pair {
  readonly reference: string
  readonly focal: string
}

function compareGroups(
  table: ScoreTable,
  { name, groups }: Grouping,
  { reference, focal }: Pair,
): GroupComparison {
  const persons = groups.flatMap((group, person) =>
    group === reference || group === focal ? [person] : [],
  )
  const { items, abilities } = table
  const part: ScoreTable = {
    items,
    rows: persons.map((person) => table.rows[person] ?? new Float64Array(0)),
    ...(abilities && {
      abilities: Float64Array.from(persons, (person) => abilities[person] ?? Number.NaN),
    }),
  }
  const isFocal = Uint8Array.from(persons, (person) => (groups[person] === focal ? 1 : 0))
  const focalCount = isFocal.reduce((sum, value) => sum + value, 0)
  const impact = impactOf(part, isFocal)
  return {
    grouping: name,
    reference,
    focal,
    counts: [persons.length - focalCount, focalCount],
    impact,
    impactMessage: impactSentence({ reference, focal, ...impact }),
    items: itemsOf(part, isFocal, { reference, focal }),
  }
}

function impactOf(table: ScoreTable, isFocal: Uint8Array) {
  const shares = sharesWithout(table, totalsOf(table), null)
  const group = (kind: number) =>
    meanAndDeviation(shares.filter((_, person) => isFocal[person] === kind))
  const [one, other] = [group(0), group(1)]
  if (!one || !other) return { difference: 0, standardized: 0 }
  const difference = other.mean - one.mean
  const squares = (one.n - 1) * one.deviation ** 2 + (other.n - 1) * other.deviation ** 2
  const pooled = Math.sqrt(squares / Math.max(1, one.n + other.n - 2))
  return { difference, standardized: pooled > 0 ? difference / pooled : 0 }
}

function itemsOf(table: ScoreTable, isFocal: Uint8Array, pair: Pair): ItemDif[] {
  const known = table.items.map((_, item) => groundsOf(columnOf(table, item), isFocal))
  const tested = known.flatMap(({ grounds }, item) =>
    grounds === 'too-few' || grounds === 'not-dichotomous' ? [] : [item],
  )
  const scores = scoresOn(table)
  const matched = (item: number, anchors: readonly number[]) =>
    matchedOn(columnOf(table, item), scores(anchors), isFocal)
  const plain = (item: number, anchors: readonly number[]) => mantelHaenszel(matched(item, anchors))
  const purified = purifyAnchors(tested, plain, (result) => (result?.p ?? 1) < LEVEL)
  const regression = purifyAnchors(
    tested.filter((item) => known[item]?.grounds === 'both'),
    (item, anchors) => logisticDif(matched(item, anchors)),
    (result) => (result?.p ?? 1) < LEVEL,
  )
  const hasVerdict = (item: number) => known[item]?.grounds !== 'shrunken'
  const all = table.items.map((_, item) => item)
  const qs = benjaminiHochberg(
    all.map((item) => (hasVerdict(item) ? (purified.get(item)?.p ?? null) : null)),
  )
  const logisticQs = benjaminiHochberg(all.map((item) => regression.get(item)?.p ?? null))
  const shrunken = shrinkDeltas(all.map((item) => purified.get(item) ?? null))
  return table.items.map((item, at) => {
    const result = {
      item,
      counts: known[at]?.counts ?? ([0, 0] as const),
      grounds: known[at]?.grounds ?? ('too-few' as const),
      plain: tested.includes(at) ? plain(at, tested) : null,
      purified: purified.get(at) ?? null,
      logistic: regression.get(at) ?? null,
      q: qs[at] ?? null,
      logisticQ: logisticQs[at] ?? null,
      shrunkenDelta: shrunken[at] ?? null,
    }
    return judged(result, pair)
  })
}

type Unjudged = Omit<ItemDif, 'verdict' | 'message' | 'etsClass'>

function judged(result: Unjudged, pair: Pair): ItemDif {
  const isTested = result.grounds === 'both' || result.grounds === 'mantel-haenszel'
  const ets = isTested && result.purified ? etsClass(result.purified) : null
  const verdict = isTested && result.purified ? verdictOf(result, ets) : 'no-verdict'
  return { ...result, etsClass: ets, verdict, message: difSentence(result, verdict, pair) }
}

/**
 * Only what stays significant over all items counts; how much it matters is the ETS class, or that
 * of Jodoin & Gierl (2001) by the gain in R squared (.035, .070), whichever is greater.
 */
function verdictOf({ q, logisticQ, logistic }: Unjudged, ets: 'A' | 'B' | 'C' | null): DifVerdict {
  const byTable = (q ?? 1) < LEVEL
  const byRegression = (logisticQ ?? 1) < LEVEL
  if (!byTable && !byRegression) return 'none'
  const effect = byRegression ? (logistic?.effect ?? 0) : 0
  if ((byTable && ets === 'C') || effect > 0.07) return 'large'
  return (byTable && ets === 'B') || effect >= 0.035 ? 'moderate' : 'negligible'
}

function groundsOf(column: Float64Array, isFocal: Uint8Array) {
  const counts: [number, number] = [0, 0]
  let isDichotomous = true
  column.forEach((value, person) => {
    if (Number.isNaN(value)) return
    counts[isFocal[person] === 1 ? 1 : 0] += 1
    if (value > 1) isDichotomous = false
  })
  return {
    counts,
    grounds: isDichotomous ? sampleGrounds(Math.min(...counts)) : ('not-dichotomous' as const),
  }
}

function sampleGrounds(smaller: number): DifGrounds {
  if (smaller >= FEWEST_FOR_LOGISTIC) return 'both'
  if (smaller >= FEWEST_FOR_VERDICT) return 'mantel-haenszel'
  return smaller >= FEWEST_AT_ALL ? 'shrunken' : 'too-few'
}

function matchedOn(column: Float64Array, scores: Float64Array, isFocal: Uint8Array): Matched {
  const persons = Array.from(column.keys()).filter(
    (person) => !Number.isNaN((column[person] ?? 0) + (scores[person] ?? Number.NaN)),
  )
  return {
    values: Uint8Array.from(persons, (person) => column[person] ?? 0),
    scores: Float64Array.from(persons, (person) => scores[person] ?? 0),
    focal: Uint8Array.from(persons, (person) => isFocal[person] ?? 0),
  }
}

/** Given abilities match everybody the same, whatever the anchors. */
function scoresOn(table: ScoreTable): (items: readonly number[]) => Float64Array {
  if (!table.abilities) return remembered((items) => matchingScores(table, items))
  const given = matchingScores(table, [])
  return () => given
}

/** Most items share their anchors, and so their matching scores. */
function remembered(compute: (items: readonly number[]) => Float64Array) {
  const known = new Map<string, Float64Array>()
  return (items: readonly number[]): Float64Array => {
    const ordered = [...items].sort((left, right) => left - right)
    const key = ordered.join()
    const scores = known.get(key) ?? compute(ordered)
    if (known.size < 8) known.set(key, scores)
    return scores
  }
}

/**
 * Empirical Bayes (Zwick, Thayer & Lewis 1999): each delta is pulled towards the mean of all by
 * its own error and the spread that is left between items.
 */
function shrinkDeltas(results: readonly (MantelHaenszel | null)[]): (number | null)[] {
  const told = results.filter((result) => result !== null)
  const deltas = meanAndDeviation(Float64Array.from(told, ({ delta }) => delta))
  if (deltas === null || told.length < 3) return results.map(() => null)
  const error = told.reduce((sum, { deltaError }) => sum + deltaError ** 2, 0) / told.length
  const spread = Math.max(0, deltas.deviation ** 2 - error)
  return results.map((result) => {
    if (result === null) return null
    const own = result.deltaError ** 2
    return (spread * result.delta + own * deltas.mean) / (spread + own)
  })
}
