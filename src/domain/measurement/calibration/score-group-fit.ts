import chisquare from '@stdlib/stats-base-dists-chisquare'
import { say } from '../../bank/finding.ts'
import type { LocalizedText } from '../../text.ts'
import { numberCorrectDistribution } from '../scoring/number-correct.ts'
import type { Probabilities, Quadrature } from './expectation.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'
import { mergeScores, type ScoreRow } from './score-tables.ts'

/** S-X2 of one item; all null but the reason where it could not be made. */
export type ScoreGroupFit =
  | {
      readonly statistic: number
      readonly degrees: number
      readonly p: number
      /** Misfit per degree of freedom, free of the sample's size. */
      readonly rmsea: number
      /** Persons on whose scores it rests. */
      readonly n: number
      readonly reason: null
    }
  | { readonly statistic: null; readonly reason: LocalizedText }

/** Persons who answered the same items, so that their sum scores can be compared. */
interface ScoreGroup {
  readonly items: readonly number[]
  readonly persons: readonly number[]
  /** The sum score of each. */
  readonly scores: readonly number[]
}

/** Fewer persons with the same items fill too few scores. */
const FEWEST_IN_GROUP = 100

/**
 * S-X2 of Orlando & Thissen (2000, 2003), for several categories Kang & Chen (2008): observed
 * against expected responses at each sum score, the expected ones by the recursion of Lord &
 * Wingersky. Where candidates had forms of their own, persons are grouped by the items they
 * answered; groups of at least 100 add up their chi-squares. Scores 0 and full say nothing.
 * `estimated` is how many free parameters each item has.
 */
export function scoreGroupFit(
  matrix: ResponseMatrix,
  probabilities: Probabilities,
  given: { readonly quadrature: Quadrature; readonly estimated: readonly number[] },
): ScoreGroupFit[] {
  const rows = matrix.categoryCounts.map((): ScoreRow[] => [])
  const persons = new Float64Array(matrix.itemCount)
  for (const group of groupsOf(matrix)) {
    const atNodes = chancesAtNodes(group, probabilities, given.quadrature)
    const rests = group.items.map((_, place) =>
      atNodes.map((chances) => numberCorrectDistribution(chances.toSpliced(place, 1))),
    )
    group.items.forEach((item, place) => {
      const tables = { group, place, atNodes, rest: rests[place] ?? [] }
      rows[item]?.push(...mergeScores(tableOf(matrix, tables, given.quadrature)))
      persons[item] = (persons[item] as number) + weightOf(matrix, group.persons)
    })
  }
  return rows.map((table, item) =>
    fitOf(table, given.estimated[item] ?? 0, persons[item] as number),
  )
}

function weightOf({ weights }: ResponseMatrix, persons: readonly number[]): number {
  return persons.reduce((sum, person) => sum + (weights[person] as number), 0)
}

function groupsOf(matrix: ResponseMatrix): ScoreGroup[] {
  const { personCount, itemCount, values } = matrix
  const groups = new Map<string, number[]>()
  for (let person = 0; person < personCount; person += 1) {
    let key = ''
    for (let item = 0; item < itemCount; item += 1) {
      key += values[person * itemCount + item] === MISSING ? '0' : '1'
    }
    const group = groups.get(key)
    if (group) group.push(person)
    else groups.set(key, [person])
  }
  return [...groups].flatMap(([key, persons]) => {
    if (weightOf(matrix, persons) < FEWEST_IN_GROUP) return []
    const items = [...key].flatMap((answered, item) => (answered === '1' ? [item] : []))
    if (items.length < 2) return []
    const scores = persons.map((person) =>
      items.reduce((sum, item) => sum + (values[person * itemCount + item] as number), 0),
    )
    return [{ items, persons, scores }]
  })
}

/** Per node the category probabilities of each item of the group. */
function chancesAtNodes(
  { items }: ScoreGroup,
  probabilities: Probabilities,
  { nodes }: Quadrature,
): Float64Array[][] {
  return Array.from(nodes, (_, node) =>
    items.map((item) => {
      const table = probabilities[item] as Float64Array
      return Float64Array.from(
        { length: table.length / nodes.length },
        (__, category) => table[category * nodes.length + node] as number,
      )
    }),
  )
}

interface Tables {
  readonly group: ScoreGroup
  readonly place: number
  readonly atNodes: readonly (readonly Float64Array[])[]
  /** Per node the distribution of the sum score without the item. */
  readonly rest: readonly Float64Array[]
}

/** Observed and expected responses at every score between none and full. */
function tableOf(
  matrix: ResponseMatrix,
  { group, place, atNodes, rest }: Tables,
  { weights }: Quadrature,
): ScoreRow[] {
  const item = group.items[place] as number
  const categoryCount = matrix.categoryCounts[item] ?? 2
  const restCount = rest[0]?.length ?? 1
  const most = restCount - 1 + categoryCount - 1
  const observed = observedAt(matrix, group, { item, categoryCount, most })
  return Array.from({ length: most - 1 }, (_, at) => {
    const score = at + 1
    const joint = Array.from({ length: categoryCount }, (__, category) => {
      if (score - category < 0 || score - category >= restCount) return 0
      return weights.reduce((sum, weight, node) => {
        const chance = atNodes[node]?.[place]?.[category] ?? 0
        return sum + weight * chance * (rest[node]?.[score - category] ?? 0)
      }, 0)
    })
    const total = joint.reduce((sum, chance) => sum + chance, 0)
    const counts = observed[score] ?? []
    const persons = counts.reduce((sum, count) => sum + count, 0)
    return { observed: counts, expected: joint.map((chance) => (persons * chance) / total) }
  })
}

function observedAt(
  { values, weights, itemCount }: ResponseMatrix,
  group: ScoreGroup,
  given: { readonly item: number; readonly categoryCount: number; readonly most: number },
): number[][] {
  const counts = Array.from({ length: given.most + 1 }, () =>
    Array.from({ length: given.categoryCount }, () => 0),
  )
  group.persons.forEach((person, at) => {
    const own = counts[group.scores[at] as number] ?? []
    const category = values[person * itemCount + given.item] as number
    own[category] = (own[category] ?? 0) + (weights[person] as number)
  })
  return counts
}

function fitOf(rows: readonly ScoreRow[], estimated: number, n: number): ScoreGroupFit {
  if (n === 0) {
    const reason = say(
      `答过完全相同题目的人数不足 ${FEWEST_IN_GROUP} 人，无法按总分分组比较`,
      `fewer than ${FEWEST_IN_GROUP} persons answered the same set of items: scores can't be compared`,
    )
    return { statistic: null, reason }
  }
  let [statistic, cells] = [0, 0]
  for (const { observed, expected } of rows) {
    cells += expected.length - 1
    expected.forEach((count, category) => {
      statistic += ((observed[category] ?? 0) - count) ** 2 / count
    })
  }
  const degrees = cells - estimated
  if (degrees <= 0) {
    const reason = say(
      '可用的得分组太少，不足以检验该题的参数',
      'too few score groups are left to test the parameters of the item',
    )
    return { statistic: null, reason }
  }
  const p = Math.max(0, 1 - chisquare.cdf(statistic, degrees))
  const rmsea = Math.sqrt(Math.max(0, statistic / degrees - 1) / Math.max(1, n - 1))
  return { statistic, degrees, p, rmsea, n, reason: null }
}
