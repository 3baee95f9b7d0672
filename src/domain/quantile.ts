/** Upper quartile of the standard normal distribution. */
export const NORMAL_QUARTILE = 0.6744897501960817

/**
 * A quantile of ascending values by linear interpolation (type 7 of Hyndman & Fan 1996); no number
 * without any value.
 */
export function quantile(ordered: ArrayLike<number>, share: number): number {
  const place = share * (ordered.length - 1)
  const low = Math.floor(place)
  const below = ordered[low] ?? Number.NaN
  return below + (place - low) * ((ordered[low + 1] ?? below) - below)
}
