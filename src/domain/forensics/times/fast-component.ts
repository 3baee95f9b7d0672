/** Two lognormal kinds of times on one item; all on the scale of log seconds. */
export interface FastComponent {
  /** Share of the fast kind. */
  readonly share: number
  readonly fast: { readonly mean: number; readonly deviation: number }
  readonly slow: { readonly mean: number; readonly deviation: number }
  /** Where a time is as likely of the one kind as of the other, between the two means. */
  readonly crossing: number
}

const BIN_COUNT = 120
const MOST_ITERATIONS = 200
/** No component narrower than this, so that one often repeated time is no kind of its own. */
const LEAST_DEVIATION = 0.1
/** Means this many common SDs apart make two peaks (Ashman, Bird & Zepf 1994). */
const LEAST_SEPARATION = 2
/** The fast kind is the exception: more of it and the item is not what it was taken for. */
const MOST_FAST = 0.5

interface Histogram {
  readonly centers: Float64Array
  readonly counts: Float64Array
  readonly total: number
}

interface Mixture {
  readonly shares: readonly [number, number]
  readonly means: readonly [number, number]
  readonly deviations: readonly [number, number]
}

function histogramOf(logs: Readonly<Float64Array>): Histogram {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const log of logs) {
    low = Math.min(low, log)
    high = Math.max(high, log)
  }
  const width = Math.max(1e-6, high - low) / BIN_COUNT
  const counts = new Float64Array(BIN_COUNT)
  for (const log of logs) {
    const bin = Math.min(BIN_COUNT - 1, Math.floor((log - low) / width))
    counts[bin] = (counts[bin] as number) + 1
  }
  const centers = Float64Array.from(counts, (_, bin) => low + (bin + 0.5) * width)
  return { centers, counts, total: logs.length }
}

function logNormalDensity(x: number, mean: number, deviation: number): number {
  return -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI))
}

/** Log of share times density of one of the two kinds, as a function of log seconds. */
function logPartOf({ shares, means, deviations }: Mixture, kind: 0 | 1): (x: number) => number {
  const [mean, deviation] = [means[kind], deviations[kind]]
  const constant = Math.log(shares[kind] / (deviation * Math.sqrt(2 * Math.PI)))
  return (x) => constant - 0.5 * ((x - mean) / deviation) ** 2
}

/** Mean and SD of a weighted part of the histogram. */
function momentsOf({ centers }: Histogram, weights: Readonly<Float64Array>) {
  let [total, first, second] = [0, 0, 0]
  weights.forEach((weight, bin) => {
    total += weight
    first += weight * (centers[bin] as number)
  })
  const mean = first / total
  weights.forEach((weight, bin) => {
    second += weight * ((centers[bin] as number) - mean) ** 2
  })
  return { total, mean, deviation: Math.max(LEAST_DEVIATION, Math.sqrt(second / total)) }
}

/** One step of the EM algorithm; null when a kind has died out. */
function improve(
  histogram: Histogram,
  mixture: Mixture,
): { readonly mixture: Mixture; readonly logLikelihood: number } | null {
  const { centers, counts, total } = histogram
  const ofFast = new Float64Array(BIN_COUNT)
  const [logFast, logSlow] = [logPartOf(mixture, 0), logPartOf(mixture, 1)]
  let logLikelihood = 0
  for (let bin = 0; bin < BIN_COUNT; bin += 1) {
    const [x, count] = [centers[bin] as number, counts[bin] as number]
    if (count === 0) continue
    const [fast, slow] = [logFast(x), logSlow(x)]
    const most = Math.max(fast, slow)
    const sum = Math.exp(fast - most) + Math.exp(slow - most)
    ofFast[bin] = (count * Math.exp(fast - most)) / sum
    logLikelihood += count * (most + Math.log(sum))
  }
  const fast = momentsOf(histogram, ofFast)
  const slow = momentsOf(
    histogram,
    counts.map((count, bin) => count - (ofFast[bin] as number)),
  )
  if (!(fast.total > 1 && slow.total > 1)) return null
  return {
    logLikelihood,
    mixture: {
      shares: [fast.total / total, slow.total / total],
      means: [fast.mean, slow.mean],
      deviations: [fast.deviation, slow.deviation],
    },
  }
}

/** Where the two kinds are equally likely; null when not between their means. */
function crossingOf(mixture: Mixture): number | null {
  let [low, high] = mixture.means
  const [logFast, logSlow] = [logPartOf(mixture, 0), logPartOf(mixture, 1)]
  const lead = (x: number) => logFast(x) - logSlow(x)
  if (!(low < high) || lead(low) <= 0 || lead(high) >= 0) return null
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2
    if (lead(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function isDistinct({ shares, means, deviations }: Mixture): boolean {
  const [fast, slow] = deviations
  const separation = (Math.SQRT2 * (means[1] - means[0])) / Math.hypot(fast, slow)
  return shares[0] < MOST_FAST && separation > LEAST_SEPARATION
}

/** Starts with the fastest hundredth, where a rare fast kind would be. */
function startOf({ centers, counts, total }: Histogram, whole: number, deviation: number): Mixture {
  let [bin, below] = [0, 0]
  while (below + (counts[bin] as number) < 0.01 * total) {
    below += counts[bin] as number
    bin += 1
  }
  const spread = Math.max(LEAST_DEVIATION, deviation / 2)
  return {
    shares: [0.02, 0.98],
    means: [centers[bin] as number, whole],
    deviations: [spread, deviation],
  }
}

/**
 * A fast kind of responses as a mixture of two lognormal distributions (Schnipke & Scrams 1997),
 * by EM on 120 bins of log seconds, so that cost hardly grows with persons. Null unless two kinds
 * fit better than one (BIC, Schwarz 1978), their peaks are distinct (Ashman's D > 2), and the fast
 * one is the minority.
 */
export function fastComponent(logs: Readonly<Float64Array>): FastComponent | null {
  if (logs.length === 0) return null
  const histogram = histogramOf(logs)
  const { centers, counts, total } = histogram
  const one = momentsOf(histogram, counts)
  const single = counts.reduce(
    (sum, count, bin) =>
      sum + count * logNormalDensity(centers[bin] as number, one.mean, one.deviation),
    0,
  )
  let mixture = startOf(histogram, one.mean, one.deviation)
  let before = Number.NEGATIVE_INFINITY
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const next = improve(histogram, mixture)
    if (next === null) return null
    mixture = next.mixture
    if (next.logLikelihood - before < 1e-6 * total) break
    before = next.logLikelihood
  }
  const crossing = crossingOf(mixture)
  // Three parameters more than one lognormal has.
  const better = 2 * (before - single) > 3 * Math.log(total)
  if (crossing === null || !better || !isDistinct(mixture)) return null
  const { shares, means, deviations } = mixture
  return {
    share: shares[0],
    fast: { mean: means[0], deviation: deviations[0] },
    slow: { mean: means[1], deviation: deviations[1] },
    crossing,
  }
}
