import { normalQuadrature } from '../calibration/expectation.ts'
import { itemModelOf } from '../calibration/item-models.ts'
import { solveSymmetric } from '../calibration/solve-symmetric.ts'
import { categoryCountOf, locationsOf, type ScaledItem } from './scaled-item.ts'

/** Guessing is hardly told by data and held by a prior: its error is left out. */
const ESTIMATED_OF_3PL = 2
const NUDGE = 1e-5

/**
 * Sampling error of an item's (mean) location after calibration with so many persons N(0, 1):
 * delta method on the expected information of slope and intercepts at known abilities (Lord 1980,
 * ch. 12), so a little less than the true error. Null where the item tells nothing.
 */
export function locationError(item: ScaledItem, persons: number): number | null {
  const size = item.model === '3pl' ? ESTIMATED_OF_3PL : item.parameters.length
  const gradient = Float64Array.from({ length: size }, (_, at) => {
    const moved = (by: number) => {
      const parameters = item.parameters.slice()
      parameters[at] = (parameters[at] ?? 0) + by
      return meanLocation({ model: item.model, parameters })
    }
    return (moved(NUDGE) - moved(-NUDGE)) / (2 * NUDGE)
  })
  const solved = solveSymmetric(informationOf(item, size), gradient)
  if (!solved) return null
  const variance = gradient.reduce((sum, slope, at) => sum + slope * (solved[at] ?? 0), 0)
  return Math.sqrt(variance / persons)
}

/** Difficulty; of several steps their mean. */
export function meanLocation(item: ScaledItem): number {
  const locations = locationsOf(item)
  return locations.reduce((sum, location) => sum + location, 0) / locations.length
}

/** Expected information of the first parameters from one person N(0, 1), row by row. */
function informationOf(item: ScaledItem, size: number): Float64Array {
  const count = categoryCountOf(item)
  const own = item.parameters.length
  const chances = new Float64Array(count)
  const slopes = new Float64Array(count * own)
  const information = new Float64Array(size * size)
  const { nodes, weights } = normalQuadrature(61)
  nodes.forEach((theta, node) => {
    itemModelOf(item.model).evaluate(item.parameters, theta, { chances, slopes })
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        let sum = 0
        for (let category = 0; category < count; category += 1) {
          const left = slopes[category * own + row] as number
          const right = slopes[category * own + column] as number
          sum += (left * right) / (chances[category] as number)
        }
        const at = row * size + column
        information[at] = (information[at] as number) + (weights[node] as number) * sum
      }
    }
  })
  return information
}
