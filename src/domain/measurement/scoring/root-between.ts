/** A place with the function's value there. */
export interface Bracket {
  readonly at: number
  readonly value: number
}

const MOST_STEPS = 100

/**
 * Zero of a function between two places where its signs differ, by false position with the
 * correction of Anderson & Bjorck (1973): never leaves the bracket, and converges faster than
 * linearly.
 */
export function rootBetween(
  f: (at: number) => number,
  low: Bracket,
  high: Bracket,
  tolerance = 1e-12,
): number {
  if (low.value === 0) return low.at
  if (high.value === 0) return high.at
  let [a, fa, b, fb] = [low.at, low.value, high.at, high.value]
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = b - (fb * (b - a)) / (fb - fa)
    const value = f(next)
    if (value === 0 || Math.abs(next - b) < tolerance || Math.abs(b - a) < tolerance) return next
    if (value * fb < 0) {
      a = b
      fa = fb
    } else {
      const kept = 1 - value / fb
      fa *= kept > 0 ? kept : 0.5
    }
    b = next
    fb = value
  }
  return b
}
