import type { Latent, Quadrature } from './expectation.ts'
import type { Fit } from './fit.ts'
import { MISSING } from './response-matrix.ts'

/** What one item contributes: category probabilities, and derivatives of their logs. */
export interface ItemTables {
  /** Category k at node q at k * nodeCount + q. */
  readonly chances: Float64Array
  /** Category k, parameter p, node q at (k * parameterCount + p) * nodeCount + q. */
  readonly scores: Float64Array
}

interface PersonScore {
  readonly weight: number
  /** By place in the fit's values; the same array for every person, filled anew. */
  readonly scores: Float64Array
}

/** Each person's gradient of the log of the marginal probability of their responses. */
export function* personScores(
  fit: Fit,
  tables: readonly ItemTables[],
  given: { readonly quadrature: Quadrature; readonly latent: Latent | null },
): Generator<PersonScore> {
  const { values, itemCount, weights } = fit.order.matrix
  const { nodes } = given.quadrature
  const scores = new Float64Array(fit.size)
  const posterior = new Float64Array(nodes.length)
  for (let person = 0; person < weights.length; person += 1) {
    const row = values.subarray(person * itemCount, (person + 1) * itemCount)
    fillPosterior(posterior, { row, tables, prior: given.quadrature.weights })
    scores.fill(0)
    row.forEach((category, item) => {
      if (category === MISSING) return
      addItem(scores, { fit, item, category, posterior, table: tables[item]?.scores })
    })
    if (given.latent) addLatent(scores, { posterior, nodes, latent: given.latent })
    yield { weight: weights[person] as number, scores }
  }
}

function fillPosterior(
  posterior: Float64Array,
  given: {
    readonly row: Int8Array
    readonly tables: readonly ItemTables[]
    readonly prior: Float64Array
  },
): void {
  const count = posterior.length
  posterior.set(given.prior)
  given.row.forEach((category, item) => {
    if (category === MISSING) return
    const chances = given.tables[item]?.chances as Float64Array
    let sum = 0
    for (let node = 0; node < count; node += 1) {
      const value = (posterior[node] as number) * (chances[category * count + node] as number)
      posterior[node] = value
      sum += value
    }
    for (let node = 0; node < count; node += 1) {
      posterior[node] = (posterior[node] as number) / sum
    }
  })
}

function addItem(
  scores: Float64Array,
  given: {
    readonly fit: Fit
    readonly item: number
    readonly category: number
    readonly posterior: Float64Array
    readonly table: Float64Array | undefined
  },
): void {
  const { fit, item, category, posterior, table } = given
  const start = fit.offsets[item] as number
  const categoryCount = fit.order.matrix.categoryCounts[item] as number
  const count = posterior.length
  const size = (table?.length ?? 0) / categoryCount / count
  for (let parameter = 0; parameter < size; parameter += 1) {
    const offset = (category * size + parameter) * count
    let sum = 0
    for (let node = 0; node < count; node += 1) {
      sum += (posterior[node] as number) * (table?.[offset + node] as number)
    }
    scores[start + parameter] = sum
  }
}

function addLatent(
  scores: Float64Array,
  given: {
    readonly posterior: Float64Array
    readonly nodes: Float64Array
    readonly latent: Latent
  },
): void {
  const { posterior, nodes, latent } = given
  let [first, second] = [0, 0]
  nodes.forEach((node, at) => {
    const off = (node - latent.mean) / latent.deviation
    first += ((posterior[at] as number) * off) / latent.deviation
    second += (posterior[at] as number) * (off * off - 1)
  })
  scores[scores.length - 2] = first
  scores[scores.length - 1] = second
}
