import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { logistic, type ScoringItem } from '../../measurement/scoring/scoring-item.ts'
import { drawNormal } from '../../measurement/simulation/draw-value.ts'
import { type Random, seededRandom } from '../../random.ts'
import { byDigest } from '../cohort/by-digest.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { type ItemOrder, type OrderStatistics, orderStatistics } from './order-statistics.ts'

/** What the reference is about. */
export type OrderedRow = Pick<OrderStatistics, 'answered' | 'right' | 'zu3'>

/** Honest patterns as the fitted model has them. */
export interface OrderReference {
  /** Distance from the order in SDs of honest patterns with as large a share of right answers. */
  readonly standardize: (row: OrderedRow) => number
  /** Share of honest patterns with such a statistic or a greater one, (1 + k) / (1 + n). */
  readonly tail: (statistic: number) => number
}

/** At least so many patterns are drawn: p reaches down to 1 / 40,001. */
const FEWEST_DRAWN = 40_000
const BANDS = 20
/** Bands of number right with fewer patterns are joined with their neighbours. */
const FEWEST_IN_BAND = 200

/**
 * Draws patterns from the model for persons like those there are: each keeps the items answered
 * and gets an ability from the posterior of its own. The same cohort always gives the same draws,
 * in whatever order its persons come. Cost is linear in the cells drawn, at least those of the
 * cohort.
 */
export function honestReference(
  cohort: PreparedCohort,
  order: ItemOrder,
  fewestItems: number,
): OrderReference {
  const { persons } = cohort
  const random = seededRandom('honest patterns', String(persons.length))
  const rounds = Math.ceil(FEWEST_DRAWN / persons.length)
  const drawn: OrderedRow[] = []
  const drawRow = rowDrawer(cohort, order, random)
  const inTurn = byDigest(persons)
  for (let round = 0; round < rounds; round += 1) {
    for (const person of inTurn) {
      const found = orderStatistics(order, drawRow(person))
      if (found === null || found.answered < fewestItems) continue
      drawn.push({ answered: found.answered, right: found.right, zu3: found.zu3 })
    }
  }
  const standardize = standardizer(drawn)
  const statistics = Float64Array.from(drawn, standardize).sort()
  return {
    standardize,
    tail: (statistic) => (1 + countAtLeast(statistics, statistic)) / (1 + statistics.length),
  }
}

/** A row that is written anew for each person. */
function rowDrawer(
  { abilities, parameters, items, scores }: PreparedCohort,
  { columns }: ItemOrder,
  random: Random,
): (person: number) => Int8Array {
  const row = new Int8Array(items.length).fill(MISSING)
  return (person) => {
    const center = abilities?.eap[person] ?? 0
    const theta = center + (abilities?.eapError[person] ?? 1) * drawNormal(random)
    for (const column of columns) {
      row[column] = MISSING
      if (scores[person * items.length + column] === MISSING) continue
      const { discrimination, locations, guessing } = parameters[column] as ScoringItem
      const known = logistic(discrimination * (theta - (locations[0] as number)))
      row[column] = random() < guessing + (1 - guessing) * known ? 1 : 0
    }
    return row
  }
}

/** U3 is standardized by the shares of all; what that leaves depends on the share right. */
function standardizer(drawn: readonly OrderedRow[]): (row: OrderedRow) => number {
  const counts = new Float64Array(BANDS)
  const sums = new Float64Array(BANDS)
  const squares = new Float64Array(BANDS)
  for (const row of drawn) {
    const band = bandOf(row)
    counts[band] = (counts[band] as number) + 1
    sums[band] = (sums[band] as number) + row.zu3
    squares[band] = (squares[band] as number) + row.zu3 * row.zu3
  }
  const bands = Array.from({ length: BANDS }, (_, band) => {
    let [count, sum, square] = [0, 0, 0]
    for (let reach = 0; reach < BANDS && count < FEWEST_IN_BAND; reach += 1) {
      for (const near of reach === 0 ? [band] : [band - reach, band + reach]) {
        count += counts[near] ?? 0
        sum += sums[near] ?? 0
        square += squares[near] ?? 0
      }
    }
    const mean = sum / count
    return { mean, deviation: Math.sqrt(square / count - mean * mean) }
  })
  return (row) => {
    const { mean, deviation } = bands[bandOf(row)] as { mean: number; deviation: number }
    // Where all honest patterns are equally far from the order, nobody is further than others.
    return deviation > 0 ? (row.zu3 - mean) / deviation : 0
  }
}

function bandOf({ answered, right }: OrderedRow): number {
  return Math.min(BANDS - 1, Math.floor((BANDS * right) / answered))
}

/** Of ascending values. */
function countAtLeast(values: Float64Array, least: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return values.length - low
}
