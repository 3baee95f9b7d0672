import { MISSING } from '../../measurement/calibration/response-matrix.ts'

/** Scores of right and wrong, row by row; -1 is missing. */
export interface BinaryMatrix {
  readonly personCount: number
  readonly itemCount: number
  readonly scores: Int8Array
}

/** Items in the order in which all together find them easy. */
export interface ItemOrder {
  /** Columns, the easiest first; those that all or none got right are left out. */
  readonly columns: readonly number[]
  /** In that order: share of right answers among those who answered, and its logit. */
  readonly shares: Float64Array
  readonly logits: Float64Array
}

/** How far a pattern is from the order: 0 is a Guttman pattern, 1 the reverse; but for `zu3`. */
export interface OrderStatistics {
  readonly answered: number
  readonly right: number
  /** Van der Flier (1980). */
  readonly u3: number
  /** U3 standardized given the number right (van der Flier 1982). */
  readonly zu3: number
  /** Guttman errors as a share of the most there can be (Meijer 1994). */
  readonly guttman: number
  /** Modified caution index (Harnisch & Linn 1981). */
  readonly cStar: number
}

/** Orders the columns that are told of by their share of right answers, ties as they stand. */
export function orderItems(matrix: BinaryMatrix, columns: readonly number[]): ItemOrder {
  const { personCount, itemCount, scores } = matrix
  const [right, answered] = [new Int32Array(itemCount), new Int32Array(itemCount)]
  for (let person = 0; person < personCount; person += 1) {
    for (let item = 0; item < itemCount; item += 1) {
      const score = scores[person * itemCount + item] as number
      if (score === MISSING) continue
      answered[item] = (answered[item] as number) + 1
      if (score > 0) right[item] = (right[item] as number) + 1
    }
  }
  const shareOf = (item: number) => (right[item] as number) / (answered[item] as number)
  const kept = columns
    .filter((item) => shareOf(item) > 0 && shareOf(item) < 1)
    .sort((one, other) => shareOf(other) - shareOf(one))
  const shares = Float64Array.from(kept, shareOf)
  return { columns: kept, shares, logits: shares.map((share) => Math.log(share / (1 - share))) }
}

/** Sums over the answered items of a row. */
interface RowSums {
  answered: number
  right: number
  /** Of the items answered right, and of those a Guttman pattern or its reverse has right. */
  readonly own: Sum
  readonly best: Sum
  readonly worst: Sum
  /** Pairs of items of which the easier is wrong and the harder right. */
  errors: number
  /** Moments of the sum of logits under independence, and of the number right. */
  mean: number
  expected: number
  variance: number
  covariance: number
  square: number
}

interface Sum {
  share: number
  logit: number
}

/**
 * The statistics of one row; null where all or nothing is right. The sums that a Guttman pattern
 * and its reverse would have are of the items this row answered.
 */
export function orderStatistics(
  order: ItemOrder,
  row: Readonly<Int8Array>,
): OrderStatistics | null {
  const sums = countRight(order, row)
  const { answered, right, own, best, worst } = sums
  if (right === 0 || right === answered) return null
  addItems(sums, order, row)
  const { mean, expected, variance, covariance, square } = sums
  const usual = expected + (covariance / variance) * (right - mean)
  const deviation = Math.sqrt(Math.max(0, square - (covariance * covariance) / variance))
  return {
    answered,
    right,
    u3: ratio(best.logit - own.logit, best.logit - worst.logit),
    zu3: ratio(usual - own.logit, deviation),
    guttman: sums.errors / (right * (answered - right)),
    cStar: ratio(best.share - own.share, best.share - worst.share),
  }
}

function countRight({ columns }: ItemOrder, row: Readonly<Int8Array>): RowSums {
  let [answered, right] = [0, 0]
  for (const column of columns) {
    const score = row[column] as number
    if (score === MISSING) continue
    answered += 1
    right += score
  }
  const none = () => ({ share: 0, logit: 0 })
  const moments = { mean: 0, expected: 0, variance: 0, covariance: 0, square: 0 }
  return { answered, right, own: none(), best: none(), worst: none(), errors: 0, ...moments }
}

function addItems(
  sums: RowSums,
  { columns, shares, logits }: ItemOrder,
  row: Readonly<Int8Array>,
): void {
  const { answered, right } = sums
  let [place, wrongBefore] = [0, 0]
  for (let at = 0; at < columns.length; at += 1) {
    const score = row[columns[at] as number] as number
    if (score === MISSING) continue
    const [share, logit] = [shares[at] as number, logits[at] as number]
    if (place < right) add(sums.best, share, logit)
    if (place >= answered - right) add(sums.worst, share, logit)
    if (score > 0) {
      add(sums.own, share, logit)
      sums.errors += wrongBefore
    } else wrongBefore += 1
    place += 1
    const spread = share * (1 - share)
    sums.mean += share
    sums.expected += share * logit
    sums.variance += spread
    sums.covariance += spread * logit
    sums.square += spread * logit * logit
  }
}

function add(sum: Sum, share: number, logit: number): void {
  sum.share += share
  sum.logit += logit
}

/** Equally easy items can't be out of order. */
function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0
}

/**
 * HT (Sijtsma & Meijer 1992): covariance of one row with all others, as a share of the greatest
 * that their numbers right allow; near 0 or below the row follows an order of its own. Needs a
 * matrix without gaps, null otherwise. What it gives answers in time linear in items.
 */
export function transposedScalability(
  matrix: BinaryMatrix,
): ((person: number) => number | null) | null {
  const { itemCount, scores } = matrix
  if (scores.includes(MISSING)) return null
  const { rightIn, rightOf, withRight } = marginsOf(matrix)
  const all = rightOf.reduce((sum, right) => sum + right, 0)
  return (person) => {
    const own = rightOf[person] as number
    if (own === 0 || own === itemCount) return null
    let shared = 0
    for (let item = 0; item < itemCount; item += 1) {
      if ((scores[person * itemCount + item] as number) > 0) shared += (rightIn[item] as number) - 1
    }
    const covariance = shared - (own * (all - own)) / itemCount
    let most = 0
    withRight.forEach((count, right) => {
      const others = right === own ? count - 1 : count
      most += (others * Math.min(own, right) * (itemCount - Math.max(own, right))) / itemCount
    })
    return most > 0 ? covariance / most : null
  }
}

/** Right answers by item and by person, and how many persons have how many. */
function marginsOf({ personCount, itemCount, scores }: BinaryMatrix) {
  const rightIn = new Int32Array(itemCount)
  const rightOf = new Int32Array(personCount)
  const withRight = new Int32Array(itemCount + 1)
  for (let person = 0; person < personCount; person += 1) {
    let sum = 0
    for (let item = 0; item < itemCount; item += 1) {
      const score = scores[person * itemCount + item] as number
      sum += score
      rightIn[item] = (rightIn[item] as number) + score
    }
    rightOf[person] = sum
    withRight[sum] = (withRight[sum] as number) + 1
  }
  return { rightIn, rightOf, withRight }
}
