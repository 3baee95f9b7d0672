import type { Quadrature } from './expectation.ts'
import { type CalibratedModel, itemModelOf, probabilitiesAt } from './item-models.ts'
import { posteriorMeans } from './posterior-means.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'

/** Mean squares around 1; above 1 responses are noisier than the model says, below more regular. */
export interface MeanSquares {
  /** Persons (with their weights) who answered. */
  readonly n: number
  /** Weighted by information; null where nobody answered. */
  readonly infit: number | null
  readonly infitZ: number | null
  /** Unweighted, sensitive to surprises far from the item's location. */
  readonly outfit: number | null
  readonly outfitZ: number | null
}

export interface Residuals {
  readonly items: readonly MeanSquares[]
  /** Item by item: observed less expected of person i on item j at j * personCount + i. */
  readonly residuals: Float64Array
}

/** Greater standard deviations of a mean square than this tell nothing (as in mirt). */
const MOST_DEVIATION = Math.SQRT2

/**
 * Variances of a response are not taken to be smaller (as in mirt): otherwise one slip of an able
 * person on a very easy item would decide the mean square alone.
 */
const LEAST_VARIANCE = Math.sqrt(1e-5)

interface Sums {
  n: number
  squares: number
  standardized: number
  variances: number
  infitNoise: number
  outfitNoise: number
}

/**
 * Infit and outfit of every item (Wright & Masters 1982, ch. 5) at each person's EAP ability, with
 * z by the cube-root transformation of Wilson & Hilferty. They need no common score, so they can
 * always be told, whatever forms the persons had. EAP is shrunken, so mean squares of short forms
 * lie below 1.
 */
export function residualFit(
  matrix: ResponseMatrix,
  parameters: readonly Float64Array[],
  given: { readonly model: CalibratedModel; readonly quadrature: Quadrature },
): Residuals {
  const { personCount, itemCount, values, weights, categoryCounts } = matrix
  const model = itemModelOf(given.model)
  const { nodes } = given.quadrature
  const tables = parameters.map((own, item) =>
    probabilitiesAt(model, own, { nodes, categoryCount: categoryCounts[item] ?? 2 }),
  )
  const abilities = posteriorMeans(matrix, tables, given.quadrature)
  const residuals = new Float64Array(itemCount * personCount)
  const items = parameters.map((own, item) => {
    const categoryCount = categoryCounts[item] ?? 2
    const chances = new Float64Array(categoryCount)
    const slopes = new Float64Array(categoryCount * own.length)
    const sums = emptySums()
    for (let person = 0; person < personCount; person += 1) {
      const category = values[person * itemCount + item] as number
      if (category === MISSING) continue
      model.evaluate(own, abilities[person] as number, { chances, slopes })
      const residual = category - expectedOf(chances)
      residuals[item * personCount + person] = residual
      addPerson(sums, { residual, chances, weight: weights[person] as number })
    }
    return meanSquaresOf(sums)
  })
  return { items, residuals }
}

function emptySums(): Sums {
  return { n: 0, squares: 0, standardized: 0, variances: 0, infitNoise: 0, outfitNoise: 0 }
}

function expectedOf(chances: Float64Array): number {
  let sum = 0
  for (let category = 1; category < chances.length; category += 1) {
    sum += category * (chances[category] as number)
  }
  return sum
}

function addPerson(
  sums: Sums,
  person: { readonly residual: number; readonly chances: Float64Array; readonly weight: number },
): void {
  const { residual, chances, weight } = person
  const expected = expectedOf(chances)
  let [spread, fourth] = [0, 0]
  for (let category = 0; category < chances.length; category += 1) {
    const square = (category - expected) ** 2
    spread += (chances[category] as number) * square
    fourth += (chances[category] as number) * square * square
  }
  const variance = Math.max(LEAST_VARIANCE, spread)
  sums.n += weight
  sums.squares += weight * residual * residual
  sums.standardized += (weight * residual * residual) / variance
  sums.variances += weight * variance
  sums.infitNoise += weight * (fourth - variance * variance)
  sums.outfitNoise += weight * (fourth / (variance * variance))
}

function meanSquaresOf(sums: Sums): MeanSquares {
  const { n } = sums
  if (n === 0) return { n, infit: null, infitZ: null, outfit: null, outfitZ: null }
  const infit = sums.squares / sums.variances
  const outfit = sums.standardized / n
  const infitDeviation = Math.sqrt(Math.max(0, sums.infitNoise)) / sums.variances
  const outfitDeviation = Math.sqrt(Math.max(0, sums.outfitNoise / (n * n) - 1 / n))
  return {
    n,
    infit,
    infitZ: cubeRootZ(infit, infitDeviation),
    outfit,
    outfitZ: cubeRootZ(outfit, outfitDeviation),
  }
}

function cubeRootZ(meanSquare: number, deviation: number): number | null {
  const kept = Math.min(MOST_DEVIATION, deviation)
  if (!(kept > 0)) return null
  return (Math.cbrt(meanSquare) - 1) * (3 / kept) + kept / 3
}
