/**
 * q values of Benjamini & Hochberg (1995): the smallest false discovery rate at which each test
 * would still be called. `null` stands for a test that could not be made, and is not counted.
 */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const made = ps.flatMap((p, place) => (p === null ? [] : [{ p, place }]))
  made.sort((left, right) => right.p - left.p)
  const rates: (number | null)[] = ps.map(() => null)
  let least = 1
  made.forEach(({ p, place }, index) => {
    least = Math.min(least, (p * made.length) / (made.length - index))
    rates[place] = least
  })
  return rates
}
