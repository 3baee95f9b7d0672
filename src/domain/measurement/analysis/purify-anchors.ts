/** Rounds of purification, as in difR. */
const MOST_ROUNDS = 10

/**
 * Takes suspicious items out of the matching score until the suspicion stays the same or ten
 * rounds have passed; the studied item always counts itself (Holland & Thayer 1988). `test` gives
 * the result for one item with these items as anchors; `isSuspect` judges it.
 */
export function purifyAnchors<Result>(
  items: readonly number[],
  test: (item: number, anchors: readonly number[]) => Result,
  isSuspect: (result: Result) => boolean,
): Map<number, Result> {
  let suspects: readonly number[] = []
  let results = new Map<number, Result>()
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const kept = items.filter((item) => !suspects.includes(item))
    results = new Map(
      items.map((item) => [item, test(item, kept.includes(item) ? kept : [...kept, item])]),
    )
    const found = [...results].flatMap(([item, result]) => (isSuspect(result) ? [item] : []))
    if (found.join() === suspects.join() || found.length === items.length) break
    suspects = found
  }
  return results
}
