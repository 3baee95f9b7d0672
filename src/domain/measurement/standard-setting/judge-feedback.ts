import type { AngoffRating, AngoffSummary } from './summarize-angoff.ts'

export interface ItemDifference {
  readonly item: string
  readonly own: number
  readonly panel: number
  readonly observed: number | null
}

/** What one judge is told after a round. */
export interface JudgeFeedback {
  readonly raw: number
  readonly theta: number | null
  readonly panelRaw: number
  readonly panelTheta: number | null
  /** Own raw cut minus the panel's, in items. */
  readonly distance: number
  /** Rated most differently from the panel's mean, the furthest first. */
  readonly fromPanel: readonly ItemDifference[]
  /**
   * Rated most differently from the share of right answers. Mind that this is of everybody, not
   * of those who only just reach the level.
   */
  readonly fromObserved: readonly ItemDifference[]
}

/** Feedback between rounds (Hambleton & Pitoniak 2006); null for who did not rate every item. */
export function feedbackFor(
  judge: string,
  of: {
    readonly summary: Pick<AngoffSummary, 'judges' | 'cut' | 'items'>
    readonly ratings: readonly AngoffRating[]
  },
  itemsShown = 5,
): JudgeFeedback | null {
  const { summary, ratings } = of
  const own = summary.judges.find((one) => one.judge === judge)
  if (!own || !summary.cut) return null
  const values = new Map(
    ratings.filter((one) => one.judge === judge).map((one) => [one.item, one.probability]),
  )
  const differences = summary.items.map(({ item, mean, observed }): ItemDifference => {
    return { item, own: values.get(item) ?? Number.NaN, panel: mean, observed }
  })
  const furthest = (distance: (one: ItemDifference) => number | null) =>
    differences
      .map((one) => ({ one, far: Math.abs(distance(one) ?? 0) }))
      .filter(({ far }) => far > 1e-9)
      .sort((left, right) => right.far - left.far)
      .slice(0, itemsShown)
      .map(({ one }) => one)
  return {
    raw: own.raw,
    theta: own.theta,
    panelRaw: summary.cut.raw,
    panelTheta: summary.cut.theta,
    distance: own.distance,
    fromPanel: furthest((one) => one.own - one.panel),
    fromObserved: furthest((one) => (one.observed === null ? null : one.own - one.observed)),
  }
}
