import { say } from '../bank/finding.ts'
import type { ParityTolerance } from './blueprint.ts'
import type { FormLimit } from './form-limits.ts'
import type { ItemMeasures, ParityMeasures } from './parity.ts'

/** Certificates round to six decimals; a form at the very edge of a tolerance may fall outside. */
const MARGIN = 1e-5

/** The tolerances of parity as limits, so that one repair serves both. */
export function parityLimits(
  measures: readonly ItemMeasures[],
  against: { readonly target: ParityMeasures; readonly tolerance: ParityTolerance },
): FormLimit[] {
  const { target, tolerance } = against
  const figures = [
    ['expectedScore', tolerance.expectedScore, say('期望得分', 'the expected score')],
    [
      'informationAtCut',
      tolerance.informationShare * target.informationAtCut,
      say('信息量', 'the information'),
    ],
    [
      'expectedSeconds',
      tolerance.timeShare * target.expectedSeconds,
      say('预计用时', 'the expected time'),
    ],
  ] as const
  return figures.map(([figure, width, name]) => ({
    pointer: '/tolerance',
    name,
    kind: figure === 'expectedSeconds' ? 'seconds' : 'sum',
    min: target[figure] - width + MARGIN,
    max: target[figure] + width - MARGIN,
    unit: Math.max(width, MARGIN),
    amounts: Float64Array.from(measures, (measured) => measured[figure]),
  }))
}
