import type { Figure } from './measure.ts'

/** A share of simulated persons, exams or other things with known truth. */
export function shareFigure(name: string, value: number): Figure {
  return { name, value, unit: 'share', ratioTo: '' }
}

/** How many there were. */
export function countFigure(name: string, value: number): Figure {
  return { name, value, unit: 'count', ratioTo: '' }
}

/** Share of values of which something is true; 0 of none. */
export function shareOf<T>(values: readonly T[], is: (value: T) => boolean): number {
  return values.filter(is).length / Math.max(1, values.length)
}

/** Least value that a share of all reaches or surpasses; infinite where that is nobody. */
export function upperQuantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => other - one)
  return ordered[Math.floor(share * ordered.length)] ?? Number.POSITIVE_INFINITY
}
