/**
 * Probabilities adjusted by Holm (1979): calling those below .05 makes one false call or more in at
 * most 5 % of exams, whatever depends on what. `tested` is how many tests were made where only the
 * smallest are given. `null` stands for a test that could not be made, and is not counted.
 */
export function holm(ps: readonly (number | null)[], tested?: number): (number | null)[] {
  const made = ps.flatMap((p, place) => (p === null ? [] : [{ p, place }]))
  made.sort((left, right) => left.p - right.p)
  const count = Math.max(tested ?? 0, made.length)
  const adjusted: (number | null)[] = ps.map(() => null)
  let most = 0
  made.forEach(({ p, place }, index) => {
    most = Math.max(most, Math.min(1, p * (count - index)))
    adjusted[place] = most
  })
  return adjusted
}
