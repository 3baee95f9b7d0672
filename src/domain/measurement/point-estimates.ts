import type { ScoredResponse } from './estimate-ability.ts'
import { information, logProbability, probabilityCorrect } from './item-response.ts'

/** A point on the ability scale with its standard error. */
export interface PointEstimate {
  readonly theta: number
  readonly standardError: number
}

type Responses = readonly ScoredResponse[]

/** Maximum likelihood stops here where all or nothing is right. */
const MLE_BOUND = 6
/** Finite estimates may lie farther out, but never this far with items anybody would use. */
const FAR_BOUND = 10
const GRID_STEP = 0.25

/** P', the slope of the response function. */
function slope(theta: number, { parameters }: ScoredResponse): number {
  const { discrimination: a, guessing: c } = parameters
  const p = probabilityCorrect(theta, parameters)
  return (a * (p - c) * (1 - p)) / (1 - c)
}

/** l', the derivative of the log-likelihood: sum of (u - P) P' / (P Q). */
function scoreFunction(theta: number, responses: Responses): number {
  let sum = 0
  for (const response of responses) {
    const { discrimination: a, guessing: c } = response.parameters
    const p = probabilityCorrect(theta, response.parameters)
    // P' / (P Q) = a (P - c) / ((1 - c) P), written without dividing by Q.
    sum += ((Number(response.correct) - p) * a * (p - c)) / ((1 - c) * p)
  }
  return sum
}

function totalInformation(theta: number, responses: Responses): number {
  return responses.reduce((sum, { parameters }) => sum + information(theta, parameters), 0)
}

/** Warm's J = sum of P' P'' / (P Q). */
function warmCorrection(theta: number, responses: Responses): number {
  let sum = 0
  for (const response of responses) {
    const { discrimination: a, guessing: c } = response.parameters
    const p = probabilityCorrect(theta, response.parameters)
    const right = (p - c) / (1 - c)
    const curvature = a * slope(theta, response) * (1 - 2 * right)
    sum += (curvature * a * right) / p
  }
  return sum
}

function bisect(f: (theta: number) => number, low: number, high: number): number {
  let [left, right] = [low, high]
  for (let step = 0; step < 60; step += 1) {
    const middle = (left + right) / 2
    if (f(middle) > 0) left = middle
    else right = middle
  }
  return (left + right) / 2
}

/**
 * The zero of an estimating function at which a log-density is highest, within bounds; a bound
 * where the function keeps its sign. The 3PL likelihood can have several maxima.
 */
function bestZero(
  f: (theta: number) => number,
  logDensity: (theta: number) => number,
  bound: number,
): number {
  const zeros: number[] = []
  if (f(-bound) <= 0) zeros.push(-bound)
  if (f(bound) > 0) zeros.push(bound)
  for (let low = -bound; low < bound; low += GRID_STEP) {
    const high = low + GRID_STEP
    if (f(low) > 0 && f(high) <= 0) zeros.push(bisect(f, low, high))
  }
  return zeros.reduce((best, next) => (logDensity(next) > logDensity(best) ? next : best))
}

/** 1 / sqrt of minus the slope of an estimating function: the curvature of its log-density. */
function errorFromCurvature(f: (theta: number) => number, theta: number): number {
  const step = 1e-4
  return ((f(theta - step) - f(theta + step)) / (2 * step)) ** -0.5
}

function logLikelihood(theta: number, responses: Responses): number {
  return responses.reduce(
    (sum, { parameters, correct }) => sum + logProbability(theta, parameters, correct),
    0,
  )
}

/** What is said about somebody without any response by a method without a prior. */
const NOTHING_KNOWN: PointEstimate = { theta: 0, standardError: Number.POSITIVE_INFINITY }

/** Maximum likelihood, bounded to [-6, 6] where all or nothing is right; SE = 1 / sqrt(I). */
export function estimateMle(responses: Responses): PointEstimate {
  if (responses.length === 0) return NOTHING_KNOWN
  const theta = bestZero(
    (at) => scoreFunction(at, responses),
    (at) => logLikelihood(at, responses),
    MLE_BOUND,
  )
  return { theta, standardError: totalInformation(theta, responses) ** -0.5 }
}

/** Mode of the posterior under N(0, 1); SE from its curvature. */
export function estimateMap(responses: Responses): PointEstimate {
  const slopeOf = (at: number) => scoreFunction(at, responses) - at
  const density = (at: number) => logLikelihood(at, responses) - (at * at) / 2
  const theta = bestZero(slopeOf, density, FAR_BOUND)
  return { theta, standardError: errorFromCurvature(slopeOf, theta) }
}

/**
 * Weighted likelihood (Warm 1989): l' + J / (2 I) = 0, finite for all or nothing right; SE from
 * the slope of that function. mirt maximizes l + log(I) / 2 instead, which is the same for 1PL
 * and 2PL but not for 3PL.
 */
export function estimateWle(responses: Responses): PointEstimate {
  if (responses.length === 0) return NOTHING_KNOWN
  const slopeOf = (at: number) =>
    scoreFunction(at, responses) +
    warmCorrection(at, responses) / (2 * totalInformation(at, responses))
  const density = (at: number) =>
    logLikelihood(at, responses) + Math.log(totalInformation(at, responses)) / 2
  const theta = bestZero(slopeOf, density, FAR_BOUND)
  return { theta, standardError: errorFromCurvature(slopeOf, theta) }
}
