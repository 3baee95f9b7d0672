/**
 * q values of Benjamini & Hochberg (1995): the smallest false discovery rate at which each test
 * would be flagged. Null (no test made) stays null and does not count.
 */
export function benjaminiHochberg(ps: readonly (number | null)[]): (number | null)[] {
  const tested = ps
    .map((p, index) => ({ p, index }))
    .filter((test): test is { p: number; index: number } => test.p !== null)
    .sort((left, right) => right.p - left.p)
  const qs: (number | null)[] = ps.map(() => null)
  let least = 1
  for (const [place, { p, index }] of tested.entries()) {
    least = Math.min(least, (p * tested.length) / (tested.length - place))
    qs[index] = least
  }
  return qs
}
