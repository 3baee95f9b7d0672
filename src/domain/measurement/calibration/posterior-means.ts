import type { Probabilities, Quadrature } from './expectation.ts'
import { MISSING, type ResponseMatrix } from './response-matrix.ts'

/** Items after which a likelihood is scaled, so that hundreds of items never underflow. */
const SCALED_AFTER = 8

/**
 * Expected a posteriori ability (Bock & Mislevy 1982) of every person from the responses there
 * are; the mean of the prior for a person without responses. `probabilities` are those of the
 * items at the nodes: category k at node q stands at k * nodeCount + q.
 */
export function posteriorMeans(
  matrix: ResponseMatrix,
  probabilities: Probabilities,
  { nodes, weights }: Quadrature,
): Float64Array {
  const { personCount, itemCount, values } = matrix
  const count = nodes.length
  const posterior = new Float64Array(count)
  const means = new Float64Array(personCount)
  for (let person = 0; person < personCount; person += 1) {
    posterior.set(weights)
    for (let item = 0; item < itemCount; item += 1) {
      const category = values[person * itemCount + item] as number
      if (category === MISSING) continue
      const chances = probabilities[item] as Float64Array
      const offset = category * count
      for (let node = 0; node < count; node += 1) {
        posterior[node] = (posterior[node] as number) * (chances[offset + node] as number)
      }
      if (item % SCALED_AFTER === 0) scale(posterior)
    }
    means[person] = meanOf(posterior, nodes)
  }
  return means
}

function scale(posterior: Float64Array): void {
  let sum = 0
  for (let node = 0; node < posterior.length; node += 1) sum += posterior[node] as number
  const factor = 1 / sum
  for (let node = 0; node < posterior.length; node += 1) {
    posterior[node] = (posterior[node] as number) * factor
  }
}

function meanOf(posterior: Float64Array, nodes: Float64Array): number {
  let [sum, total] = [0, 0]
  for (let node = 0; node < posterior.length; node += 1) {
    sum += (posterior[node] as number) * (nodes[node] as number)
    total += posterior[node] as number
  }
  return sum / total
}
