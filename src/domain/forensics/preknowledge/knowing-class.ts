import { logistic } from '../../measurement/scoring/scoring-item.ts'

/** Power iterations that bring out the strongest patterns of items. */
const POWER_STEPS = 25
const PATTERNS = 3
/** Rounds of expectation and maximization; what they find is stable long before. */
const ROUNDS = 20
/** Share of persons a start takes for the class. */
const STARTING_SHARE = 0.1
/** The class is a minority, and more than a handful of odd persons. */
const LEAST_SHARE = 0.02
const GREATEST_SHARE = 0.3
/** Persons without any shift that are added in thought: few persons prove little. */
const SHRINKAGE = 4

/** A class of persons whose residuals are shifted. */
interface ShiftedClass {
  /** By item. */
  readonly shifts: Float64Array
  readonly logLikelihood: number
}

/** Residuals and the rows that may be looked at. */
export interface Sample {
  /** Row by row, of about variance 1 and mean 0; not-a-number is missing. */
  readonly signal: Float32Array
  readonly rows: Int32Array
  readonly itemCount: number
}

/**
 * Looks for a minority that is better and faster on some items than on others, of any ability and
 * speed: two normal classes with unit variance, the second shifted by item, by EM from each of the
 * strongest patterns of residuals in both directions (the gated mixtures of Shu, Henson & Luecht
 * 2013 and Kasli, Zopluoglu & Toton 2023, on residuals). A person's own answers never count for
 * the shifts that person is judged by. Returns the shifts of the likeliest class by item; in data
 * without leaks they are nothing but noise: whatever is concluded must be tested on other persons.
 */
export function findKnowingClass(sample: Sample): Float64Array {
  let best: ShiftedClass | null = null
  for (const pattern of strongestPatterns(sample)) {
    for (const sign of [1, -1]) {
      const found = fitClass(sample, startingMembers(sample, pattern, sign))
      if (best === null || found.logLikelihood > best.logLikelihood) best = found
    }
  }
  return best?.shifts ?? new Float64Array(sample.itemCount)
}

/** The persons in whom a pattern is strongest. */
function startingMembers({ signal, rows, itemCount }: Sample, pattern: Float64Array, sign: number) {
  const scores = Float64Array.from(rows, (row) => {
    let score = 0
    for (let item = 0; item < itemCount; item += 1) {
      const value = signal[row * itemCount + item] as number
      if (!Number.isNaN(value)) score += sign * value * (pattern[item] as number)
    }
    return score
  })
  const from = scores.toSorted()[Math.floor((1 - STARTING_SHARE) * rows.length)] as number
  return scores.map((score) => (score >= from ? 1 : 0))
}

function fitClass(sample: Sample, members: Float64Array): ShiftedClass {
  const { rows, itemCount } = sample
  const sums = new Float64Array(itemCount)
  const weights = new Float64Array(itemCount)
  let logLikelihood = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    addUp(sample, members, { sums, weights })
    const share = members.reduce((sum, member) => sum + member, 0) / rows.length
    const bounded = Math.min(GREATEST_SHARE, Math.max(LEAST_SHARE, share))
    const odds = Math.log(bounded) - Math.log1p(-bounded)
    logLikelihood = 0
    for (let place = 0; place < rows.length; place += 1) {
      const ratio = logRatio(sample, place, { sums, weights, member: members[place] as number })
      members[place] = logistic(odds + ratio)
      logLikelihood += Math.log1p(-bounded) - Math.log(logistic(-odds - ratio))
    }
  }
  const shifts = sums.map((sum, item) => sum / ((weights[item] as number) + SHRINKAGE))
  return { shifts, logLikelihood }
}

interface ClassSums {
  readonly sums: Float64Array
  readonly weights: Float64Array
}

function addUp(sample: Sample, members: Float64Array, { sums, weights }: ClassSums): void {
  const { signal, rows, itemCount } = sample
  sums.fill(0)
  weights.fill(0)
  for (let place = 0; place < rows.length; place += 1) {
    const member = members[place] as number
    const start = (rows[place] as number) * itemCount
    for (let item = 0; item < itemCount; item += 1) {
      const value = signal[start + item] as number
      if (Number.isNaN(value)) continue
      sums[item] = (sums[item] as number) + member * value
      weights[item] = (weights[item] as number) + member
    }
  }
}

/** log of the density in the class over that outside, by shifts without the person's own share. */
function logRatio(
  { signal, rows, itemCount }: Sample,
  place: number,
  { sums, weights, member }: ClassSums & { readonly member: number },
): number {
  const start = (rows[place] as number) * itemCount
  let ratio = 0
  for (let item = 0; item < itemCount; item += 1) {
    const value = signal[start + item] as number
    if (Number.isNaN(value)) continue
    const others = (weights[item] as number) - member + SHRINKAGE
    const shift = ((sums[item] as number) - member * value) / others
    ratio += shift * (value - shift / 2)
  }
  return ratio
}

/** Leading eigenvectors of the items' covariance, by power iteration with deflation. */
function strongestPatterns(sample: Sample): Float64Array[] {
  const { itemCount } = sample
  const found: Float64Array[] = []
  while (found.length < Math.min(PATTERNS, itemCount)) {
    // Any start that is no eigenvector will do; this one is the same every time.
    let vector = Float64Array.from({ length: itemCount }, (_, item) => Math.sin(1 + item ** 2))
    for (let step = 0; step < POWER_STEPS; step += 1) {
      vector = applyCovariance(sample, vector)
      for (const other of found) {
        const along = vector.reduce((sum, value, item) => sum + value * (other[item] as number), 0)
        vector = vector.map((value, item) => value - along * (other[item] as number))
      }
      const length = Math.hypot(...vector)
      if (length === 0) break
      vector = vector.map((value) => value / length)
    }
    found.push(vector)
  }
  return found
}

function applyCovariance({ signal, rows, itemCount }: Sample, vector: Float64Array) {
  const product = new Float64Array(itemCount)
  for (const row of rows) {
    const start = row * itemCount
    let score = 0
    for (let item = 0; item < itemCount; item += 1) {
      const value = signal[start + item] as number
      if (!Number.isNaN(value)) score += value * (vector[item] as number)
    }
    for (let item = 0; item < itemCount; item += 1) {
      const value = signal[start + item] as number
      if (!Number.isNaN(value)) product[item] = (product[item] as number) + score * value
    }
  }
  return product
}
