import type { TimeParameters } from '../bank/item.ts'

/** One response time with the parameters of its item. */
export interface TimedResponse {
  readonly seconds: number
  readonly timeParameters: Readonly<TimeParameters>
}

/** Speed tau on the log-seconds scale: high is fast, 0 is the average candidate. */
export interface SpeedEstimate {
  readonly tauMl: number
  readonly standardErrorMl: number
  readonly tauEap: number
  readonly standardErrorEap: number
  /** How many times were usable. */
  readonly itemCount: number
}

/** How badly the pattern of times fits the model: chi-square on `degrees` in theory only. */
export interface TimeMisfit {
  readonly statistic: number
  readonly degrees: number
}

/** Whether a time was recorded at all: zero, negative and not-a-number mean "no". */
export function isTime(seconds: number): boolean {
  return Number.isFinite(seconds) && seconds > 0
}

/**
 * Speed from times, lognormal model (van der Linden 2006): log T = beta - tau + e,
 * e ~ N(0, alpha^-2), tau ~ N(0, sigma^2). ML: sum alpha^2 (beta - log T) / sum alpha^2;
 * EAP adds 1 / sigma^2 to the denominator. Without any time: 0, and no certainty (ML infinite).
 */
export function estimateSpeed(
  observed: readonly TimedResponse[],
  speedDeviation: number,
): SpeedEstimate {
  let precision = 0
  let weighted = 0
  let itemCount = 0
  for (const { seconds, timeParameters } of observed) {
    if (!isTime(seconds)) continue
    const squared = timeParameters.timeDiscrimination ** 2
    precision += squared
    weighted += squared * (timeParameters.timeIntensity - Math.log(seconds))
    itemCount += 1
  }
  const withPrior = precision + speedDeviation ** -2
  return {
    tauMl: itemCount === 0 ? 0 : weighted / precision,
    standardErrorMl: precision ** -0.5,
    tauEap: itemCount === 0 ? 0 : weighted / withPrior,
    standardErrorEap: withPrior ** -0.5,
    itemCount,
  }
}

/**
 * L_T = sum alpha^2 (log T - beta + tau_ML)^2, chi-square with n - 1 degrees under the model
 * (Sinharay 2018). Real times have heavier tails: never flag on the theoretical p alone.
 */
export function misfitOfTimes(observed: readonly TimedResponse[]): TimeMisfit {
  const { tauMl, itemCount } = estimateSpeed(observed, 1)
  let statistic = 0
  for (const { seconds, timeParameters } of observed) {
    if (!isTime(seconds)) continue
    const { timeIntensity, timeDiscrimination } = timeParameters
    statistic += (timeDiscrimination * (Math.log(seconds) - timeIntensity + tauMl)) ** 2
  }
  return { statistic, degrees: Math.max(0, itemCount - 1) }
}
