import type { TimeParameters } from '../bank/item.ts'
import { isTime } from './lognormal-times.ts'

export interface PersonSpeed {
  readonly tauMl: number
  readonly tauEap: number
  /** Of the ML estimate; infinite without times. */
  readonly standardError: number
  readonly itemCount: number
}

export interface LognormalFit {
  /** By item; null where fewer than two times were recorded. */
  readonly items: readonly (TimeParameters | null)[]
  /** SD of tau over persons. */
  readonly speedDeviation: number
  readonly persons: readonly PersonSpeed[]
  readonly logLikelihood: number
  readonly iterations: number
  readonly converged: boolean
}

const MOST_ITERATIONS = 2000
/** Residual variance never below this, so that two equal times do not make an item a clock. */
const LEAST_VARIANCE = 1 / 400

interface Estimates {
  readonly beta: Float64Array
  /** Residual variance, alpha^-2. */
  readonly variance: Float64Array
  sigma2: number
}

interface Moments {
  readonly mean: Float64Array
  readonly variance: Float64Array
  readonly logLikelihood: number
}

type Logs = readonly Float64Array[]

/** Natural logs of seconds; not-a-number where no time was recorded or the item has too few. */
function logsOf(times: Logs, itemCount: number): Float64Array[] {
  const logs = times.map((row) => row.map((seconds) => (isTime(seconds) ? Math.log(seconds) : NaN)))
  for (let item = 0; item < itemCount; item += 1) {
    const observed = logs.filter((row) => !Number.isNaN(row[item])).length
    if (observed < 2) for (const row of logs) row[item] = Number.NaN
  }
  return logs
}

function startingValues(logs: Logs, itemCount: number): Estimates {
  const beta = new Float64Array(itemCount)
  const variance = new Float64Array(itemCount)
  for (let item = 0; item < itemCount; item += 1) {
    const own = logs.map((row) => row[item] ?? Number.NaN).filter((log) => !Number.isNaN(log))
    const mean = own.reduce((sum, log) => sum + log, 0) / own.length
    beta[item] = mean
    const spread = own.reduce((sum, log) => sum + (log - mean) ** 2, 0) / own.length
    variance[item] = Math.max(LEAST_VARIANCE, spread * 0.8)
  }
  return { beta, variance, sigma2: 0.05 }
}

/** Posterior mean and variance of each person's tau, and the log-likelihood. */
function expectation(logs: Logs, { beta, variance, sigma2 }: Estimates): Moments {
  const mean = new Float64Array(logs.length)
  const spread = new Float64Array(logs.length)
  let logLikelihood = 0
  for (const [person, row] of logs.entries()) {
    let [precision, weighted, squares, logs2pi] = [0, 0, 0, 0]
    for (let item = 0; item < row.length; item += 1) {
      const residual = (row[item] ?? Number.NaN) - (beta[item] ?? 0)
      if (Number.isNaN(residual)) continue
      const own = variance[item] ?? 1
      precision += 1 / own
      weighted += residual / own
      squares += (residual * residual) / own
      logs2pi += Math.log(2 * Math.PI * own)
    }
    const posterior = sigma2 / (1 + sigma2 * precision)
    spread[person] = posterior
    mean[person] = -posterior * weighted
    logLikelihood -=
      (logs2pi + Math.log(1 + sigma2 * precision) + squares - posterior * weighted ** 2) / 2
  }
  return { mean, variance: spread, logLikelihood }
}

/** New estimates in closed form; changes `estimates`. */
function maximization(logs: Logs, estimates: Estimates, { mean, variance }: Moments): void {
  const { beta, variance: residual } = estimates
  let sum = 0
  let persons = 0
  for (const [person, row] of logs.entries()) {
    if (row.every(Number.isNaN)) continue
    sum += (mean[person] ?? 0) ** 2 + (variance[person] ?? 0)
    persons += 1
  }
  estimates.sigma2 = sum / Math.max(1, persons)
  for (let item = 0; item < beta.length; item += 1) {
    let [count, total, squares, spread] = [0, 0, 0, 0]
    for (const [person, row] of logs.entries()) {
      const shifted = (row[item] ?? Number.NaN) + (mean[person] ?? 0)
      if (Number.isNaN(shifted)) continue
      count += 1
      total += shifted
      squares += shifted * shifted
      spread += variance[person] ?? 0
    }
    if (count === 0) continue
    beta[item] = total / count
    residual[item] = Math.max(
      LEAST_VARIANCE,
      squares / count - (total / count) ** 2 + spread / count,
    )
  }
}

function personSpeeds(logs: Logs, { beta, variance, sigma2 }: Estimates): PersonSpeed[] {
  return logs.map((row) => {
    let [precision, weighted, itemCount] = [0, 0, 0]
    for (let item = 0; item < row.length; item += 1) {
      const residual = (row[item] ?? Number.NaN) - (beta[item] ?? 0)
      if (Number.isNaN(residual)) continue
      precision += 1 / (variance[item] ?? 1)
      weighted -= residual / (variance[item] ?? 1)
      itemCount += 1
    }
    return {
      tauMl: itemCount === 0 ? 0 : weighted / precision,
      tauEap: weighted / (precision + 1 / sigma2),
      standardError: precision ** -0.5,
      itemCount,
    }
  })
}

/**
 * Fits log T = beta - tau + e, tau ~ N(0, sigma^2), e ~ N(0, alpha^-2) (van der Linden 2006) by
 * an EM in closed form; missing times are left out of the likelihood. Rows are persons, columns
 * items, cells seconds; zero, negative and not-a-number are missing. The log-likelihood is that
 * of log seconds.
 */
export function fitLognormalTimes(times: readonly Float64Array[]): LognormalFit {
  const itemCount = times[0]?.length ?? 0
  const logs = logsOf(times, itemCount)
  const estimates = startingValues(logs, itemCount)
  let moments = expectation(logs, estimates)
  let [iterations, converged] = [0, false]
  while (!converged && iterations < MOST_ITERATIONS) {
    maximization(logs, estimates, moments)
    const next = expectation(logs, estimates)
    const gain = next.logLikelihood - moments.logLikelihood
    converged = gain < 1e-9 * Math.max(1, Math.abs(next.logLikelihood))
    moments = next
    iterations += 1
  }
  const items = Array.from(estimates.beta, (timeIntensity, item) =>
    Number.isNaN(timeIntensity)
      ? null
      : { timeIntensity, timeDiscrimination: (estimates.variance[item] ?? 1) ** -0.5 },
  )
  return {
    items,
    speedDeviation: Math.sqrt(estimates.sigma2),
    persons: personSpeeds(logs, estimates),
    logLikelihood: moments.logLikelihood,
    iterations,
    converged,
  }
}
