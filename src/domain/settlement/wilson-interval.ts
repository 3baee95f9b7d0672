/** Two-sided 95 % quantile of the standard normal distribution. */
const Z = 1.959964

/**
 * 95 % score interval of a share (Wilson 1927, JASA 22:209): honest for small counts and for
 * shares near 0 and 1.
 */
export function wilsonInterval(
  successes: number,
  total: number,
): { readonly value: number; readonly low: number; readonly high: number } {
  const share = successes / total
  const center = (share + Z ** 2 / (2 * total)) / (1 + Z ** 2 / total)
  const half =
    (Z / (1 + Z ** 2 / total)) *
    Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2))
  return { value: share, low: Math.max(0, center - half), high: Math.min(1, center + half) }
}
