import normal from '@stdlib/stats-base-dists-normal'
import { solveSymmetric } from '../calibration/solve-symmetric.ts'
import type { Matched } from './mantel-haenszel.ts'

export interface LogisticDif {
  /** Likelihood ratio of score, group and both against the score alone; two degrees of freedom. */
  readonly chiSquare: number
  readonly p: number
  /** Group against the score alone: the same difference at every score. */
  readonly uniformP: number
  /** Both against group and score: a difference that changes with the score. */
  readonly nonUniformP: number
  /** Nagelkerke's (1991) R squared of the fullest model less that of the score alone. */
  readonly effect: number
}

const MOST_STEPS = 50
/** Coefficients of standardized scores beyond it are on their way to infinity. */
const FAR = 20

/**
 * Logistic regression of an item on score, group and their product (Swaminathan & Rogers 1990).
 * Null where a model has no finite maximum (all right above some score, say) or no spread.
 */
export function logisticDif(matched: Matched): LogisticDif | null {
  const groups = countEqual(matched)
  const empty = fit(groups, 1)
  const plain = fit(groups, 2)
  const uniform = fit(groups, 3)
  const full = fit(groups, 4)
  if (empty === null || plain === null || uniform === null || full === null) return null
  const count = matched.values.length
  const chiSquare = Math.max(0, 2 * (full - plain))
  const explained = (log: number) =>
    (1 - Math.exp((2 * (empty - log)) / count)) / (1 - Math.exp((2 * empty) / count))
  return {
    chiSquare,
    p: Math.exp(-chiSquare / 2),
    uniformP: tail(2 * (uniform - plain)),
    nonUniformP: tail(2 * (full - uniform)),
    effect: explained(full) - explained(plain),
  }
}

/** Upper tail of chi-square with one degree of freedom. */
function tail(chiSquare: number): number {
  return 2 * normal.cdf(-Math.sqrt(Math.max(0, chiSquare)), 0, 1)
}

/** Persons of one score and group: predictors and how many were right and wrong. */
interface Group {
  readonly predictors: readonly number[]
  right: number
  wrong: number
}

/** Equal persons count together; scores are standardized, which changes no likelihood. */
function countEqual({ values, scores, focal }: Matched): Group[] {
  const count = scores.length
  const mean = scores.reduce((sum, score) => sum + score, 0) / count
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / count) || 1
  const groups = new Map<string, Group>()
  scores.forEach((score, person) => {
    const isFocal = focal[person] ?? 0
    const key = `${isFocal} ${score}`
    const x = (score - mean) / deviation
    const group = groups.get(key) ?? {
      predictors: [1, x, isFocal, isFocal * x],
      right: 0,
      wrong: 0,
    }
    if (values[person] === 1) group.right += 1
    else group.wrong += 1
    groups.set(key, group)
  })
  return [...groups.values()]
}

/** Highest log-likelihood with the first predictors, by Newton's method; null without one. */
function fit(groups: readonly Group[], size: number): number | null {
  const coefficients = new Float64Array(size)
  let last = Number.NEGATIVE_INFINITY
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const { log, gradient, information } = derivatives(groups, coefficients)
    const change = solveSymmetric(information, gradient)
    if (change === null || coefficients.some((value) => Math.abs(value) > FAR)) return null
    if (log - last < 1e-11 && step > 0) return Math.max(log, last)
    last = log
    change.forEach((value, at) => {
      coefficients[at] = (coefficients[at] ?? 0) + Math.max(-2, Math.min(2, value))
    })
  }
  return null
}

function derivatives(groups: readonly Group[], coefficients: Float64Array) {
  const size = coefficients.length
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  let log = 0
  for (const { predictors, right, wrong } of groups) {
    const x = coefficients.reduce((sum, value, at) => sum + value * (predictors[at] ?? 0), 0)
    const softplus = Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))
    const chance = Math.exp(x - softplus)
    log += right * (x - softplus) - wrong * softplus
    const residual = right - (right + wrong) * chance
    const weight = (right + wrong) * chance * (1 - chance)
    for (let row = 0; row < size; row += 1) {
      const one = predictors[row] ?? 0
      gradient[row] = (gradient[row] ?? 0) + residual * one
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column
        information[at] = (information[at] ?? 0) + weight * one * (predictors[column] ?? 0)
      }
    }
  }
  return { log, gradient, information }
}
