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

/** Log seconds row by row; not-a-number where no time counts. */
interface Logs {
  readonly values: Float64Array
  readonly personCount: number
  readonly itemCount: number
}

/** What one pass over the persons leaves for the next estimates, by item. */
interface Sums {
  readonly counts: Float64Array
  readonly totals: Float64Array
  readonly squares: Float64Array
  readonly spreads: Float64Array
  speeds: number
  persons: number
}

/** Natural logs of seconds; not-a-number where no time was recorded or the item has too few. */
function logsOf(times: readonly Float64Array[], itemCount: number): Logs {
  const values = new Float64Array(times.length * itemCount).fill(Number.NaN)
  const observed = new Int32Array(itemCount)
  for (let person = 0; person < times.length; person += 1) {
    const row = times[person] as Float64Array
    for (let item = 0; item < itemCount; item += 1) {
      const seconds = row[item] ?? Number.NaN
      if (!isTime(seconds)) continue
      values[person * itemCount + item] = Math.log(seconds)
      observed[item] = (observed[item] as number) + 1
    }
  }
  observed.forEach((count, item) => {
    if (count >= 2) return
    for (let cell = item; cell < values.length; cell += itemCount) values[cell] = Number.NaN
  })
  return { values, personCount: times.length, itemCount }
}

function sumsOf(itemCount: number): Sums {
  const room = () => new Float64Array(itemCount)
  const [counts, totals, squares, spreads] = [room(), room(), room(), room()]
  return { counts, totals, squares, spreads, speeds: 0, persons: 0 }
}

function startingValues({ values, itemCount }: Logs): Estimates {
  const { counts, totals, squares } = sumsOf(itemCount)
  const beta = new Float64Array(itemCount)
  // Around the means, since squares of large logs would cancel.
  for (const pass of ['mean', 'spread'] as const) {
    for (let cell = 0; cell < values.length; cell += 1) {
      const [log, item] = [values[cell] as number, cell % itemCount]
      if (Number.isNaN(log)) continue
      if (pass === 'mean') {
        counts[item] = (counts[item] as number) + 1
        totals[item] = (totals[item] as number) + log
      } else squares[item] = (squares[item] as number) + (log - (beta[item] as number)) ** 2
    }
    if (pass === 'mean')
      totals.forEach((total, item) => {
        beta[item] = total / (counts[item] as number)
      })
  }
  const variance = squares.map((sum, item) =>
    Math.max(LEAST_VARIANCE, (sum / (counts[item] as number)) * 0.8),
  )
  return { beta, variance, sigma2: 0.05 }
}

interface Weights {
  /** 1 / residual variance, by item. */
  readonly precisions: Float64Array
  /** log(2 pi variance), by item. */
  readonly norms: Float64Array
}

function weightsOf({ variance }: Estimates): Weights {
  return {
    precisions: variance.map((own) => 1 / own),
    norms: variance.map((own) => Math.log(2 * Math.PI * own)),
  }
}

/** Posterior of each person's tau in turn, added up for new estimates; the log-likelihood. */
function expectation(logs: Logs, estimates: Estimates, sums: Sums): number {
  const { values, personCount, itemCount } = logs
  const { beta, sigma2 } = estimates
  const { precisions, norms } = weightsOf(estimates)
  let logLikelihood = 0
  for (let person = 0; person < personCount; person += 1) {
    const start = person * itemCount
    let [precision, weighted, squares, normed] = [0, 0, 0, 0]
    for (let item = 0; item < itemCount; item += 1) {
      const residual = (values[start + item] as number) - (beta[item] as number)
      if (Number.isNaN(residual)) continue
      const own = precisions[item] as number
      precision += own
      weighted += residual * own
      squares += residual * residual * own
      normed += norms[item] as number
    }
    if (precision === 0) continue
    const spread = sigma2 / (1 + sigma2 * precision)
    const mean = -spread * weighted
    logLikelihood -=
      (normed + Math.log(1 + sigma2 * precision) + squares - spread * weighted ** 2) / 2
    sums.speeds += mean * mean + spread
    sums.persons += 1
    addRow(logs, estimates, { sums, start, mean, spread })
  }
  return logLikelihood
}

function addRow(
  { values, itemCount }: Logs,
  { beta }: Estimates,
  person: {
    readonly sums: Sums
    readonly start: number
    readonly mean: number
    readonly spread: number
  },
): void {
  const { sums, start, mean, spread } = person
  const { counts, totals, squares, spreads } = sums
  for (let item = 0; item < itemCount; item += 1) {
    // Off the present beta, so that squares do not cancel.
    const shifted = (values[start + item] as number) - (beta[item] as number) + mean
    if (Number.isNaN(shifted)) continue
    counts[item] = (counts[item] as number) + 1
    totals[item] = (totals[item] as number) + shifted
    squares[item] = (squares[item] as number) + shifted * shifted
    spreads[item] = (spreads[item] as number) + spread
  }
}

/** New estimates in closed form; changes `estimates`. */
function maximization(estimates: Estimates, sums: Sums): void {
  const { beta, variance } = estimates
  const { counts, totals, squares, spreads } = sums
  estimates.sigma2 = sums.speeds / Math.max(1, sums.persons)
  for (let item = 0; item < beta.length; item += 1) {
    const count = counts[item] as number
    if (count === 0) continue
    const step = (totals[item] as number) / count
    beta[item] = (beta[item] as number) + step
    variance[item] = Math.max(
      LEAST_VARIANCE,
      ((squares[item] as number) + (spreads[item] as number)) / count - step * step,
    )
  }
}

function personSpeeds({ values, personCount, itemCount }: Logs, estimates: Estimates) {
  const { beta, sigma2 } = estimates
  const { precisions } = weightsOf(estimates)
  const speeds: PersonSpeed[] = []
  for (let person = 0; person < personCount; person += 1) {
    let [precision, weighted, answered] = [0, 0, 0]
    for (let item = 0; item < itemCount; item += 1) {
      const residual = (values[person * itemCount + item] as number) - (beta[item] as number)
      if (Number.isNaN(residual)) continue
      precision += precisions[item] as number
      weighted -= residual * (precisions[item] as number)
      answered += 1
    }
    speeds.push({
      tauMl: answered === 0 ? 0 : weighted / precision,
      tauEap: weighted / (precision + 1 / sigma2),
      standardError: precision ** -0.5,
      itemCount: answered,
    })
  }
  return speeds
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
  const estimates = startingValues(logs)
  let sums = sumsOf(itemCount)
  let logLikelihood = expectation(logs, estimates, sums)
  let [iterations, converged] = [0, false]
  while (!converged && iterations < MOST_ITERATIONS) {
    maximization(estimates, sums)
    sums = sumsOf(itemCount)
    const next = expectation(logs, estimates, sums)
    converged = next - logLikelihood < 1e-9 * Math.max(1, Math.abs(next))
    logLikelihood = next
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
    logLikelihood,
    iterations,
    converged,
  }
}
