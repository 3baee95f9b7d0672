import normal from '@stdlib/stats-base-dists-normal'
import type { ItemParameters } from '../../bank/item.ts'
import { abilityNodes } from '../estimate-ability.ts'
import { information } from '../item-response.ts'
import type { Measured } from './audit.ts'
import { repairAtCut } from './audit-repairs.ts'

/** An item, and the share of candidates who are presented it. */
export interface SharedItem {
  readonly parameters: ItemParameters
  readonly share: number
}

/** A standard error where the items tell nothing at all: beyond any scale. */
const NO_INFORMATION = 99
const NODE_COUNT = 121

/**
 * How well items decide at cut scores in a cohort N(0, 1): standard error 1 / sqrt(I), accuracy
 * and consistency (Rudner 2001, 2005). Where candidates have own forms, I is the mean over them.
 */
export function decisionFigures(items: readonly SharedItem[], cuts: readonly number[]): Measured[] {
  const informationAt = (theta: number) =>
    items.reduce((sum, { parameters, share }) => sum + share * information(theta, parameters), 0)
  const [least] = cuts
    .map((cut) => ({ cut, told: informationAt(cut) }))
    .sort((left, right) => left.told - right.told)
  if (!least) return []
  const atCut = items.map(({ parameters }) =>
    information(least.cut, { ...parameters, difficulty: least.cut }),
  )
  const perItem = atCut.reduce((sum, value) => sum + value, 0) / Math.max(1, atCut.length)
  const repair = repairAtCut({ cut: least.cut, information: least.told, perItem })
  const nodes = abilityNodes(NODE_COUNT).map((theta) => ({
    theta,
    weight: Math.exp(-0.5 * theta * theta),
    root: Math.sqrt(informationAt(theta)),
  }))
  const total = nodes.reduce((sum, { weight }) => sum + weight, 0)
  const decided = cuts.map((cut) => {
    let [right, alike] = [0, 0]
    for (const { theta, weight, root } of nodes) {
      const above = normal.cdf((theta - cut) * root, 0, 1)
      right += weight * (theta >= cut ? above : 1 - above)
      alike += weight * (above ** 2 + (1 - above) ** 2)
    }
    return { accuracy: right / total, consistency: alike / total }
  })
  return [
    {
      code: 'standard-error-at-cut',
      values: cuts.map((cut) => Math.min(NO_INFORMATION, informationAt(cut) ** -0.5)),
      repair,
    },
    { code: 'accuracy', values: decided.map(({ accuracy }) => accuracy), repair },
    { code: 'consistency', values: decided.map(({ consistency }) => consistency), repair },
  ]
}
