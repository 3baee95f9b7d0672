/** Width of a class of the histogram of omega; from -8, everything beyond in the last ones. */
export const HISTOGRAM_STEP = 0.25
const LOWEST = -8
const CLASSES = 64

/** Of omega over all pairs whose earlier person is in a bin. */
export interface PairMoments {
  readonly bin: number
  count: number
  sum: number
  squares: number
  readonly histogram: Float64Array
}

export function emptyMoments(bin: number): PairMoments {
  return { bin, count: 0, sum: 0, squares: 0, histogram: new Float64Array(CLASSES) }
}

/** Counts the pairs of one row; a pair whose matches were certain has no omega. */
export function addOmegas(moments: PairMoments, omegas: Float64Array, size: number): void {
  const { histogram } = moments
  let [count, sum, squares] = [0, 0, 0]
  for (let at = 0; at < size; at += 1) {
    const omega = omegas[at] as number
    if (Number.isNaN(omega)) continue
    count += 1
    sum += omega
    squares += omega * omega
    const place = Math.floor((omega - LOWEST) / HISTOGRAM_STEP)
    const within = place < 0 ? 0 : place >= CLASSES ? CLASSES - 1 : place
    histogram[within] = (histogram[within] as number) + 1
  }
  moments.count += count
  moments.sum += sum
  moments.squares += squares
}
