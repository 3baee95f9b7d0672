/** Arithmetic mean; of at least one value. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new Error('there is no mean of nothing')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Standard deviation with N - 1; null for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null
  const center = mean(values)
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/** The middle value, or the mean of the two in the middle; of at least one value. */
export function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const half = (sorted.length - 1) / 2
  return mean([sorted[Math.floor(half)] ?? Number.NaN, sorted[Math.ceil(half)] ?? Number.NaN])
}
