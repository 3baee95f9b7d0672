import normal from '@stdlib/stats-base-dists-normal'

/** One way things may stand: how likely it is, and each one's chance of being counted then. */
export interface CountScenario {
  /** The weights of all scenarios sum to 1. */
  readonly weight: number
  readonly chances: readonly number[]
}

const TAIL = 0.025
/** Up to here the distribution is computed, beyond it is as good as normal. */
const EXACT_UP_TO = 120
const LEAST_WEIGHT = 1e-4

/**
 * How many are counted: the mean, and the bounds within which the number lies with at least 95 %.
 * Within a scenario the number is Poisson-binomial, by the recursion of Lord & Wingersky (1984).
 */
export function countBounds(scenarios: readonly CountScenario[]): {
  readonly mean: number
  readonly low: number
  readonly high: number
} {
  const count = scenarios[0]?.chances.length ?? 0
  const mean = scenarios.reduce(
    (sum, { weight, chances }) => sum + weight * chances.reduce((total, p) => total + p, 0),
    0,
  )
  const told = scenarios.filter(({ weight }) => weight > LEAST_WEIGHT)
  const cumulative =
    count <= EXACT_UP_TO ? exactCumulative(told, count) : normalCumulative(told, count)
  const last = cumulative[count] ?? 1
  const low = cumulative.findIndex((below) => below >= TAIL * last)
  const high = cumulative.findIndex((below) => below >= (1 - TAIL) * last)
  return { mean, low: Math.min(low, mean), high: Math.max(high, mean) }
}

function exactCumulative(scenarios: readonly CountScenario[], count: number): number[] {
  const mass = new Float64Array(count + 1)
  for (const { weight, chances } of scenarios) {
    const own = new Float64Array(count + 1)
    own[0] = weight
    for (const [index, chance] of chances.entries()) {
      for (let k = index + 1; k > 0; k -= 1) {
        own[k] = (own[k] ?? 0) * (1 - chance) + (own[k - 1] ?? 0) * chance
      }
      own[0] = (own[0] ?? 0) * (1 - chance)
    }
    for (const [k, value] of own.entries()) mass[k] = (mass[k] ?? 0) + value
  }
  let below = 0
  return Array.from(mass, (value) => {
    below += value
    return below
  })
}

/** Each scenario's number by the normal distribution with the same mean and variance. */
function normalCumulative(scenarios: readonly CountScenario[], count: number): number[] {
  const parts = scenarios.map(({ weight, chances }) => ({
    weight,
    mean: chances.reduce((sum, p) => sum + p, 0),
    deviation: Math.sqrt(chances.reduce((sum, p) => sum + p * (1 - p), 1e-9)),
  }))
  return Array.from({ length: count + 1 }, (_, k) =>
    parts.reduce(
      (sum, { weight, mean, deviation }) => sum + weight * normal.cdf(k + 0.5, mean, deviation),
      0,
    ),
  )
}
