import type { ReactElement } from 'react'

interface SittingBarProps {
  readonly sitting: { readonly score: number; readonly low: number; readonly high: number }
  /** Ends of the scale that both sittings share, in points. */
  readonly from: number
  readonly to: number
}

/** Left free at both ends of the bar, in percent, so that the mark of a point is whole. */
const MARGIN = 3

/** A score with its interval on a shared scale; its figures stand above it as text. */
export function SittingBar({ sitting, from, to }: SittingBarProps): ReactElement {
  const { score, low, high } = sitting
  const width = to > from ? to - from : 1
  const place = (value: number): number => MARGIN + ((value - from) / width) * (100 - 2 * MARGIN)
  return (
    <svg className="interval" aria-hidden="true" width="100%" height="28">
      <line className="axis" x1="0" x2="100%" y1="14" y2="14" />
      <rect
        className="range"
        x={`${place(low).toFixed(2)}%`}
        width={`${(place(high) - place(low)).toFixed(2)}%`}
        y="9"
        height="10"
        rx="5"
      />
      <circle className="point" cx={`${place(score).toFixed(2)}%`} cy="14" r="6" />
    </svg>
  )
}
