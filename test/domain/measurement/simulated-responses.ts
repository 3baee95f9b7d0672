import {
  type CalibratedModel,
  itemModelOf,
} from '../../../src/domain/measurement/calibration/item-models.ts'
import { type Random, seededRandom } from '../../../src/domain/random.ts'
import { deviate } from '../forensics/simulated-attempts.ts'

/** A response of a person to an item of known parameters. */
function drawResponse(
  item: { readonly model: CalibratedModel; readonly parameters: Float64Array },
  theta: number,
  random: Random,
): number {
  const isGraded = item.model === 'grm' || item.model === 'gpcm'
  const chances = new Float64Array(isGraded ? item.parameters.length : 2)
  const slopes = new Float64Array(chances.length * item.parameters.length)
  itemModelOf(item.model).evaluate(item.parameters, theta, { chances, slopes })
  let left = random()
  for (let category = 0; category < chances.length - 1; category += 1) {
    left -= chances[category] ?? 0
    if (left < 0) return category
  }
  return chances.length - 1
}

/** Two-parameter items: log a ~ N(0, .3), b ~ N(0, 1), bounded at 2. */
export function drawItems(count: number, seed: string): Float64Array[] {
  const random = seededRandom(seed, 'items')
  return Array.from({ length: count }, () => {
    const a = Math.exp(0.3 * deviate(random))
    const b = Math.max(-2, Math.min(2, deviate(random)))
    return Float64Array.of(a, -a * b)
  })
}

/** Responses of persons from N(mean, deviation), person by person. */
export function drawResponses(given: {
  readonly items: readonly Float64Array[]
  readonly persons: number
  readonly seed: string
  readonly model?: CalibratedModel
  readonly mean?: number
  readonly deviation?: number
}): { readonly rows: number[][]; readonly abilities: number[] } {
  const { items, persons, model = '2pl', mean = 0, deviation = 1 } = given
  const random = seededRandom(given.seed, 'responses')
  const abilities = Array.from({ length: persons }, () => mean + deviation * deviate(random))
  const rows = abilities.map((theta) =>
    items.map((parameters) => drawResponse({ model, parameters }, theta, random)),
  )
  return { rows, abilities }
}
