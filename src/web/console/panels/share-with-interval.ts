/** A share of persons at or above a cut, with its 95 % interval. */
interface PassingShare {
  readonly share: number
  readonly low: number
  readonly high: number
}

const TWO_SIDED_95 = 1.959963984540054

/**
 * A share at a cut that is itself uncertain: the interval runs over the cut's own 95 % interval,
 * since a share only falls as its cut rises.
 */
export function shareWithInterval(
  shareAt: (cut: number) => number,
  cut: { readonly theta: number; readonly standardError: number | null },
): PassingShare {
  const reach = TWO_SIDED_95 * (cut.standardError ?? 0)
  const [low, high] = [shareAt(cut.theta + reach), shareAt(cut.theta - reach)]
  return { share: shareAt(cut.theta), low, high }
}
