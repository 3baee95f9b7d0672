import { invertSymmetric } from '../calibration/solve-symmetric.ts'

/** What a competency's own items say of a person: a point with its error variance. */
export interface SubscoreMatrix {
  readonly competencyCount: number
  /** Row by row: person i on competency k at i * competencies + k. */
  readonly points: Float64Array
  /** Infinite where the person answered no item of the competency. */
  readonly variances: Float64Array
}

/** Distribution of the competencies among candidates: means and covariances, row by row. */
export interface TraitPrior {
  readonly means: Float64Array
  readonly covariance: Float64Array
}

/** EAP of every competency under a common prior, in the shape of the subscores. */
export interface AugmentedScores {
  readonly theta: Float64Array
  readonly standardError: Float64Array
}

/** Stands for knowing nothing in sums that must stay finite. */
const NOTHING_KNOWN = 1e8
const MOST_ITERATIONS = 300
const CLOSE_ENOUGH = 1e-4
/** Persons that suffice to learn a covariance; of larger cohorts an even sample is taken. */
const ENOUGH_PERSONS = 2000

/**
 * The likelihood of a subscale as a normal one: what turns the prior N(mean, SD) into a posterior
 * with this mean and SD. Exact for normal posteriors, an approximation for short scales. Where
 * the posterior is no narrower than the prior, nothing is known.
 */
export function likelihoodFrom(
  posterior: { readonly theta: number; readonly standardError: number },
  prior: { readonly mean: number; readonly deviation: number },
): { readonly point: number; readonly variance: number } {
  const before = prior.deviation ** -2
  const after = posterior.standardError ** -2
  const precision = after - before
  if (!(precision > 1e-6)) return { point: prior.mean, variance: Number.POSITIVE_INFINITY }
  const point = (posterior.theta * after - prior.mean * before) / precision
  return { point, variance: 1 / precision }
}

/**
 * Means and covariances of the competencies behind error-laden subscores, by maximum likelihood
 * (EM for normal variables with known error variances; the empirical-Bayes step of Wainer et al.
 * 2001, with every person's own errors and missing subscales allowed for).
 */
export function learnTraitPrior(subscores: SubscoreMatrix): TraitPrior {
  const count = subscores.competencyCount
  const persons = evenSample(subscores)
  let prior: TraitPrior = { means: new Float64Array(count), covariance: identity(count) }
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const next = stepOf(subscores, persons, prior)
    const change = Math.max(
      furthest(next.means, prior.means),
      furthest(next.covariance, prior.covariance),
    )
    prior = next
    if (change < CLOSE_ENOUGH) break
  }
  return prior
}

function evenSample({ points, competencyCount }: SubscoreMatrix): number[] {
  const personCount = points.length / competencyCount
  const size = Math.min(ENOUGH_PERSONS, personCount)
  return Array.from({ length: size }, (_, at) => Math.floor((at * personCount) / size))
}

function stepOf(
  subscores: SubscoreMatrix,
  persons: readonly number[],
  prior: TraitPrior,
): TraitPrior {
  const count = subscores.competencyCount
  const means = new Float64Array(count)
  const squares = new Float64Array(count * count)
  for (const person of persons) {
    const { center, covariance } = posteriorOf(subscores, person, prior)
    for (let row = 0; row < count; row += 1) {
      means[row] = (means[row] as number) + (center[row] as number)
      for (let column = 0; column < count; column += 1) {
        const at = row * count + column
        const product = (center[row] as number) * (center[column] as number)
        squares[at] = (squares[at] as number) + product + (covariance[at] as number)
      }
    }
  }
  const averages = means.map((sum) => sum / persons.length)
  const covariance = squares.map((sum, at) => {
    const [row, column] = [Math.floor(at / count), at % count]
    return sum / persons.length - (averages[row] as number) * (averages[column] as number)
  })
  return { means: averages, covariance }
}

/** mu + S (S + V)^-1 (x - mu) and S - S (S + V)^-1 S: no inverse of S, which may be singular. */
export function posteriorOf(
  { competencyCount: count, points, variances }: SubscoreMatrix,
  person: number,
  { means, covariance }: TraitPrior,
): { readonly center: Float64Array; readonly covariance: Float64Array } {
  const start = person * count
  const total = covariance.slice()
  const off = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const own = Math.min(NOTHING_KNOWN, variances[start + at] as number)
    total[at * count + at] = (total[at * count + at] as number) + own
    off[at] = (points[start + at] as number) - (means[at] as number)
  }
  const inverse = invertSymmetric(total, count)
  if (!inverse) throw new Error('the covariances of the competencies are no covariances')
  const gain = product(covariance, inverse, count)
  const explained = product(gain, covariance, count)
  const center = means.slice()
  for (let row = 0; row < count; row += 1) {
    for (let at = 0; at < count; at += 1) {
      const place = row * count + at
      center[row] = (center[row] as number) + (gain[place] as number) * (off[at] as number)
      explained[place] = (covariance[place] as number) - (explained[place] as number)
    }
  }
  return { center, covariance: explained }
}

/**
 * Scores every competency with what the others tell about it: posterior means and SDs under a
 * multivariate normal prior (Wainer et al. 2001; Gaussian approximation of the likelihoods).
 */
export function augmentSubscores(subscores: SubscoreMatrix, prior: TraitPrior): AugmentedScores {
  const count = subscores.competencyCount
  const theta = new Float64Array(subscores.points.length)
  const standardError = new Float64Array(subscores.points.length)
  for (let person = 0; person * count < theta.length; person += 1) {
    const { center, covariance } = posteriorOf(subscores, person, prior)
    for (let at = 0; at < count; at += 1) {
      theta[person * count + at] = center[at] as number
      const variance = Math.max(0, covariance[at * count + at] as number)
      standardError[person * count + at] = Math.sqrt(variance)
    }
  }
  return { theta, standardError }
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0))
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const values = new Float64Array(size * size)
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0
      for (let at = 0; at < size; at += 1) {
        sum += (left[row * size + at] as number) * (right[at * size + column] as number)
      }
      values[row * size + column] = sum
    }
  }
  return values
}

function furthest(one: Float64Array, other: Float64Array): number {
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] as number))), 0)
}
