import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from '../../measurement/scoring/scoring-item.ts'
import { quantile } from '../../quantile.ts'
import type { PreparedCohort } from '../cohort/cohort-data.ts'
import { upperTail } from './signed-likelihood-ratio.ts'

const FEWEST_ANSWERS = 50
const FEWEST_ITEMS = 10
/** Of the median absolute deviation to the standard deviation of a normal distribution. */
const MAD_TO_DEVIATION = 1.482602218505602

/** How much easier an item has become than its parameters say. */
export interface EasinessDrop {
  /** On the scale of theta; above 0 is easier. */
  readonly shift: number
  readonly z: number
  readonly p: number
}

/**
 * Items that became easier than the bank says: one Newton step of the location from the known
 * parameters, (sum of (log P)') / (sum of information) at each person's EAP, as a robust z (Hogg
 * 1979 as used for anchor drift): less the median over items, by sqrt(SE^2 + spread^2), where
 * spread is what items differ by beyond their standard errors. Parameters estimated on this very
 * cohort show no drop at all, so null unless they were given; null as well below 10 items, and for
 * an item with fewer than 50 answers in `rows`. A drop has innocent causes as well: training, a changed key.
 */
export function easinessDrops(
  cohort: PreparedCohort,
  rows: Int32Array,
): (EasinessDrop | null)[] | null {
  if (cohort.model !== 'given' || !cohort.abilities) return null
  const steps = cohort.parameters.map((item, column) =>
    item === null ? null : newtonStep(cohort, rows, { item, column }),
  )
  const known = steps.filter((step) => step !== null)
  if (known.length < FEWEST_ITEMS) return null
  const middle = medianOf(known.map(({ shift }) => shift))
  const deviation = MAD_TO_DEVIATION * medianOf(known.map(({ shift }) => Math.abs(shift - middle)))
  const spread = Math.max(0, deviation ** 2 - medianOf(known.map(({ variance }) => variance)))
  return steps.map((step) => {
    if (step === null) return null
    const z = (step.shift - middle) / Math.sqrt(step.variance + spread)
    return { shift: step.shift - middle, z, p: upperTail(z) }
  })
}

function newtonStep(
  cohort: PreparedCohort,
  rows: Int32Array,
  { item, column }: { readonly item: ScoringItem; readonly column: number },
) {
  const { items, scores, abilities } = cohort
  const terms = categoryTerms(categoryCountOf(item))
  let [slope, information, count] = [0, 0, 0]
  for (const person of rows) {
    const score = scores[person * items.length + column] as number
    if (score === MISSING) continue
    evaluateCategories(item, abilities?.eap[person] as number, terms)
    slope += terms.slopes[score] as number
    for (let category = 0; category < categoryCountOf(item); category += 1) {
      const own = terms.slopes[category] as number
      information += Math.exp(terms.logs[category] as number) * own * own
    }
    count += 1
  }
  if (count < FEWEST_ANSWERS || !(information > 0)) return null
  return { shift: slope / information, variance: 1 / information }
}

function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((left, right) => left - right)
  return quantile(ordered, 0.5)
}
