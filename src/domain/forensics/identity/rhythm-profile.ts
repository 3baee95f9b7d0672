import type { RhythmDetail } from '../../delivery/rhythm.ts'

/** Measures of one stretch at fixed places; not-a-number where a measure was not taken. */
export type RhythmSample = readonly number[]

/** How somebody types and points: mean and mean absolute deviation by measure. */
export interface RhythmProfile {
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** Samples in which the measure was taken. */
  readonly counts: Int32Array
}

/** Two profiles with fewer measures in common are not compared. */
const FEWEST_MEASURES = 3

/**
 * The measures of a rhythm digest. Times and speeds are skewed to the right, so their logarithms
 * are taken; a deviation of 0 ms is rounding and counts as half a millisecond.
 */
export function sampleOf({ keys, pointer }: RhythmDetail): RhythmSample {
  const log = (value: number | null | undefined, least: number) =>
    value === null || value === undefined ? Number.NaN : Math.log(Math.max(value, least))
  return [
    log(keys?.holdMs, 0.5),
    log(keys?.holdMadMs, 0.5),
    log(keys?.gapMs, 0.5),
    log(keys?.gapMadMs, 0.5),
    keys?.composedShare ?? Number.NaN,
    log(pointer?.speed, 0.005),
    log(pointer?.speedMad, 0.005),
    pointer?.straightness ?? Number.NaN,
    log(pointer?.holdMs, 0.5),
    log(pointer?.holdMadMs, 0.5),
  ]
}

/** The profile of samples that have the same measures at the same places. */
export function profileOf(samples: readonly RhythmSample[]): RhythmProfile {
  const size = samples[0]?.length ?? 0
  const means = new Float64Array(size).fill(Number.NaN)
  const deviations = new Float64Array(size).fill(Number.NaN)
  const counts = new Int32Array(size)
  for (let measure = 0; measure < size; measure += 1) {
    const values = samples.flatMap((sample) => {
      const value = sample[measure]
      return value === undefined || Number.isNaN(value) ? [] : [value]
    })
    counts[measure] = values.length
    if (values.length === 0) continue
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    means[measure] = mean
    deviations[measure] =
      values.reduce((sum, value) => sum + Math.abs(value - mean), 0) / values.length
  }
  return { means, deviations, counts }
}

/**
 * Scaled Manhattan distance of a sample from a profile, mean over the measures both have
 * (Killourhy & Maxion 2009, DSN: sum of |x - mean| / mean absolute deviation). Measures that never
 * varied in the profile are left out; null where too few remain.
 */
export function distanceOfSample(profile: RhythmProfile, sample: RhythmSample): number | null {
  return meanDistance(profile.means, sample, profile.deviations)
}

/** The same between two profiles, scaled by the deviations of a population. */
export function distanceOfProfiles(
  left: RhythmProfile,
  right: RhythmProfile,
  deviations: Float64Array,
): number | null {
  return meanDistance(left.means, right.means, deviations)
}

function meanDistance(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  scale: Float64Array,
): number | null {
  let sum = 0
  let shared = 0
  for (let measure = 0; measure < left.length; measure += 1) {
    const size = scale[measure] as number
    const distance = Math.abs((left[measure] as number) - (right[measure] as number)) / size
    if (!(size > 0) || Number.isNaN(distance)) continue
    sum += distance
    shared += 1
  }
  return shared < FEWEST_MEASURES ? null : sum / shared
}

/**
 * How much a measure varies within one person, by measure: mean absolute deviation over all
 * persons, weighted by their samples, those with a single sample left out.
 */
export function deviationsOfPopulation(profiles: readonly RhythmProfile[]): Float64Array {
  const size = profiles[0]?.means.length ?? 0
  return Float64Array.from({ length: size }, (_, measure) => {
    let sum = 0
    let samples = 0
    for (const { deviations, counts } of profiles) {
      const count = counts[measure] ?? 0
      if (count < 2) continue
      sum += count * (deviations[measure] as number)
      samples += count
    }
    return samples === 0 ? Number.NaN : sum / samples
  })
}

/**
 * Equal error rate of a verifier that accepts distances up to a threshold: at the observed
 * distance where false rejections (genuine above it) and false acceptances (impostors up to it)
 * come closest, the mean of the two.
 */
export function equalErrorRate(genuine: readonly number[], impostors: readonly number[]): number {
  let best = { gap: Number.POSITIVE_INFINITY, rate: Number.NaN }
  for (const threshold of new Set([...genuine, ...impostors].sort((a, b) => a - b))) {
    const rejected = genuine.filter((distance) => distance > threshold).length / genuine.length
    const accepted = impostors.filter((distance) => distance <= threshold).length / impostors.length
    const gap = Math.abs(rejected - accepted)
    if (gap < best.gap) best = { gap, rate: (rejected + accepted) / 2 }
  }
  return best.rate
}
