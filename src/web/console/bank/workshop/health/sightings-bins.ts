import { tickStep } from '../../../plots/scale.ts'

/** Items that stood on so many forms, from and to included. */
export interface SightingsBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const ABOUT = 12

/** Whole counts in bins of one round width, without a gap; none where there is no count. */
export function sightingsBins(counts: readonly number[]): SightingsBin[] {
  if (counts.length === 0) return []
  const low = counts.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY)
  const high = counts.reduce((most, count) => Math.max(most, count), 0)
  const width = Math.max(1, Math.round(tickStep(low, high, ABOUT)))
  const start = Math.floor(low / width) * width
  const tally = Array.from({ length: Math.floor((high - start) / width) + 1 }, () => 0)
  for (const count of counts) {
    const at = Math.floor((count - start) / width)
    tally[at] = (tally[at] ?? 0) + 1
  }
  return tally.map((count, index) => {
    const from = start + index * width
    return { from, to: from + width - 1, count }
  })
}
