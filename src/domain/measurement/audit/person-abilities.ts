import type { ItemParameters } from '../../bank/item.ts'
import { MISSING, type ResponseMatrix } from '../calibration/response-matrix.ts'
import { abilityNodes } from '../estimate-ability.ts'
import { logProbability } from '../item-response.ts'

/**
 * Expected a posteriori abilities of a cohort under N(0, 1) (Bock & Mislevy 1982), on 41 nodes
 * with one table of logs for all. Items without parameters are passed over; more than half of the
 * greatest category counts as right.
 */
export function estimatePersons(
  matrix: ResponseMatrix,
  parameters: readonly (ItemParameters | null)[],
): Float64Array {
  const nodes = abilityNodes(41)
  const tables = parameters.map(
    (own) =>
      own &&
      [false, true].map((isRight) =>
        Float64Array.from(nodes, (theta) => logProbability(theta, own, isRight)),
      ),
  )
  const { personCount, itemCount, values, categoryCounts } = matrix
  const thetas = new Float64Array(personCount)
  const logs = new Float64Array(nodes.length)
  for (let person = 0; person < personCount; person += 1) {
    nodes.forEach((theta, node) => {
      logs[node] = -0.5 * theta * theta
    })
    for (let item = 0; item < itemCount; item += 1) {
      const value = values[person * itemCount + item] as number
      if (value === MISSING) continue
      const isRight = value * 2 > (categoryCounts[item] ?? 2) - 1
      const table = tables[item]?.[isRight ? 1 : 0]
      if (!table) continue
      for (let node = 0; node < logs.length; node += 1) {
        logs[node] = (logs[node] as number) + (table[node] as number)
      }
    }
    thetas[person] = meanOf(logs, nodes)
  }
  return thetas
}

function meanOf(logs: Float64Array, nodes: readonly number[]): number {
  const highest = logs.reduce((left, right) => Math.max(left, right))
  let [total, sum] = [0, 0]
  logs.forEach((log, node) => {
    const weight = Math.exp(log - highest)
    total += weight
    sum += weight * (nodes[node] as number)
  })
  return sum / total
}
