/**
 * The false discovery rate at which a value would be called among tests with these p and q: on a p
 * of theirs just the q of Benjamini & Hochberg (1995). Grows with the value. `tested` is how many
 * tests were made where only the smallest p are given.
 */
export function rateCurve(
  ps: readonly (number | null)[],
  qs: readonly (number | null)[],
  tested = 0,
): (value: number) => number {
  const made = ps.flatMap((p, place) => (p === null ? [] : [{ p, q: qs[place] ?? 1 }]))
  made.sort((left, right) => left.p - right.p)
  const count = Math.max(tested, made.length)
  return (value) => {
    let [low, high] = [0, made.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((made[middle]?.p ?? 1) <= value) low = middle + 1
      else high = middle
    }
    const own = low > 0 ? (value * count) / low : 1
    return Math.min(own, made[low]?.q ?? 1)
  }
}
