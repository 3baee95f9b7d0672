import type { Posterior } from './estimate-ability.ts'

/** A named range of the scale, from its cut up; the lowest has no cut. */
export interface Cut {
  readonly id: string
  readonly cut: number | null
}

export interface LevelProbability {
  level: string
  probability: number
}

/**
 * P(ability < value) from a posterior on equally spaced nodes: the trapezoidal sum up to each
 * node with its first Euler-Maclaurin correction, and a cubic between nodes whose slope is the
 * density. No normal approximation: posteriors of short or easy forms are skewed.
 */
export function probabilityBelow(posterior: Posterior, value: number): number {
  const { thetas, probabilities: mass } = posterior
  const first = thetas[0] ?? 0
  const spacing = (thetas[1] ?? 1) - first
  const place = (value - first) / spacing
  if (place <= 0) return 0
  if (place >= thetas.length - 1) return 1
  const node = Math.floor(place)
  const at = (index: number) => mass[index] ?? 0
  let below = at(node) / 2 - (at(node + 1) - at(node - 1)) / 24
  for (let index = 0; index < node; index += 1) below += at(index)
  const above =
    below +
    (at(node) + at(node + 1)) / 2 -
    (at(node + 2) - at(node) - at(node + 1) + at(node - 1)) / 24
  const u = place - node
  const cumulative =
    below * (1 + 2 * u) * (1 - u) ** 2 +
    at(node) * u * (1 - u) ** 2 +
    above * u * u * (3 - 2 * u) -
    at(node + 1) * u * u * (1 - u)
  return Math.min(1, Math.max(0, cumulative))
}

/** Probability of each performance level, from the lowest up; sums to 1. */
export function levelProbabilities(
  posterior: Posterior,
  levels: readonly Cut[],
): LevelProbability[] {
  const bounds = levels.map(({ cut }) => (cut === null ? 0 : probabilityBelow(posterior, cut)))
  const shares = bounds.map((bound, index) => Math.max(0, (bounds[index + 1] ?? 1) - bound))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return levels.map(({ id }, index) => ({
    level: id,
    probability: (shares[index] ?? 0) / total,
  }))
}

/** The most probable level, or null when none is more probable than not. */
export function mostProbableLevel(levels: readonly Readonly<LevelProbability>[]): string | null {
  return levels.find(({ probability }) => probability >= 0.5)?.level ?? null
}

/** Probability that the ability is at or above a level's cut. */
export function probabilityAtLeast(
  posterior: Posterior,
  levels: readonly Cut[],
  level: string,
): number {
  const found = levels.find(({ id }) => id === level)
  if (found === undefined) throw new Error(`no performance level ${level}`)
  return found.cut === null ? 1 : 1 - probabilityBelow(posterior, found.cut)
}
