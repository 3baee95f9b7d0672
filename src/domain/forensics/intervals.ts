/** A stretch of time in ms since the attempt started. */
export interface Interval {
  readonly fromMs: number
  readonly toMs: number
}

/** The same time without overlaps, in order; empty and impossible stretches dropped. */
export function union(intervals: readonly Interval[]): Interval[] {
  const ordered = intervals
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .toSorted((left, right) => left.fromMs - right.fromMs)
  const merged: Interval[] = []
  for (const { fromMs, toMs } of ordered) {
    const last = merged.at(-1)
    if (last === undefined || fromMs > last.toMs) merged.push({ fromMs, toMs })
    else if (toMs > last.toMs) merged[merged.length - 1] = { fromMs: last.fromMs, toMs }
  }
  return merged
}

/** The parts of one stretch that none of the others covers. */
export function subtract(interval: Interval, others: readonly Interval[]): Interval[] {
  const parts: Interval[] = []
  let { fromMs } = interval
  for (const other of union(others)) {
    if (other.toMs <= fromMs) continue
    if (other.fromMs >= interval.toMs) break
    if (other.fromMs > fromMs) parts.push({ fromMs, toMs: other.fromMs })
    fromMs = other.toMs
  }
  if (fromMs < interval.toMs) parts.push({ fromMs, toMs: interval.toMs })
  return parts
}

/** The parts of one stretch that some of the others covers. */
export function intersect(interval: Interval, others: readonly Interval[]): Interval[] {
  return union(
    others.map(({ fromMs, toMs }) => ({
      fromMs: Math.max(fromMs, interval.fromMs),
      toMs: Math.min(toMs, interval.toMs),
    })),
  )
}

/** Total length without counting any moment twice. */
export function lengthOf(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
}
