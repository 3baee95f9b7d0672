import seedrandom from 'seedrandom'

/** A source of numbers in [0, 1). */
export type Random = () => number

/**
 * A reproducible stream named by a seed and a purpose. One stream a decision, so that a new
 * decision never changes what an earlier one drew.
 */
export function seededRandom(seed: string, ...purpose: readonly string[]): Random {
  return seedrandom([seed, ...purpose].join('\u001f'))
}

/** Fisher-Yates shuffle into a new array; every order is equally likely. */
export function shuffle<T>(values: readonly T[], random: Random): T[] {
  const shuffled = [...values]
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1))
    const moved = shuffled[last] as T
    shuffled[last] = shuffled[chosen] as T
    shuffled[chosen] = moved
  }
  return shuffled
}
