interface Shown {
  readonly persons: readonly {
    readonly from: number
    readonly to: number
    readonly count: number
  }[]
  readonly difficulties: readonly { readonly difficulty: number }[]
  readonly cuts: readonly { readonly value: number }[]
}

type Reach = readonly [low: number, high: number]

/** What is further out than this is drawn at the end, and cuts not at all. */
const FURTHEST = 4

/**
 * What of the scale the plot of persons against items spans: everybody, every item and every cut,
 * in halves, at least from -2 to 2.
 */
export function wrightReach({ persons, difficulties, cuts }: Shown): Reach {
  const filled = persons.filter(({ count }) => count > 0)
  const points = [
    ...difficulties.map(({ difficulty }) => difficulty),
    ...cuts.map(({ value }) => value),
  ]
  const low = Math.min(-2, ...filled.map(({ from }) => from), ...points)
  const high = Math.max(2, ...filled.map(({ to }) => to), ...points)
  return [Math.max(-FURTHEST, Math.floor(low * 2) / 2), Math.min(FURTHEST, Math.ceil(high * 2) / 2)]
}

/** Whether a cut lies in the plot; beyond it its line would be drawn beside the plot. */
export function isWithin([low, high]: Reach): (cut: { readonly value: number }) => boolean {
  return ({ value }) => value >= low && value <= high
}
