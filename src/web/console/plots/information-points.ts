export interface CurvePoint {
  readonly theta: number
  readonly information: number
}

/** A cut score and how sure an estimate is there; null where the exam tells nothing. */
export interface CutQuality {
  readonly name: string
  readonly value: number
  readonly standardError: number | null
}

interface TablePoint extends CurvePoint {
  /** The level whose cut this is; null for a point of the curve. */
  readonly name: string | null
}

/** What the drawing shows, in rows: a dozen points of the curve and every cut, in order. */
export function tablePoints(
  curve: readonly CurvePoint[],
  cuts: readonly CutQuality[],
): readonly TablePoint[] {
  const every = Math.max(1, Math.round(curve.length / 12))
  const points = curve
    .filter((_, index) => index % every === 0)
    .map((point) => ({ ...point, name: null }))
  const atCuts = cuts.map(({ name, value, standardError }) => ({
    theta: value,
    information: standardError === null ? 0 : 1 / standardError ** 2,
    name,
  }))
  return [...points, ...atCuts].sort((left, right) => left.theta - right.theta)
}
