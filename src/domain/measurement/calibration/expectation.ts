import { categoryIn, type PatternBlock } from './pattern-blocks.ts'

/** Equally spaced abilities with their prior probabilities, which sum to 1. */
export interface Quadrature {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/** A normal distribution of ability. */
export interface Latent {
  readonly mean: number
  readonly deviation: number
}

/** Equally spaced nodes from -6 to 6, weighted by a normal density; the standard one unless told. */
export function normalQuadrature(
  count: number,
  { mean, deviation }: Latent = { mean: 0, deviation: 1 },
): Quadrature {
  const nodes = Float64Array.from({ length: count }, (_, at) => -6 + (12 * at) / (count - 1))
  const densities = nodes.map((node) => Math.exp(-0.5 * ((node - mean) / deviation) ** 2))
  const total = densities.reduce((sum, density) => sum + density, 0)
  return { nodes, weights: densities.map((density) => density / total) }
}

/** Category probabilities per item: category k at node q stands at k * nodeCount + q. */
export type Probabilities = readonly Float64Array[]

/** What one pass over the persons gives. */
export interface Expectation {
  /** Sum over persons of the log of the marginal probability of their responses. */
  readonly logLikelihood: number
  /** Expected responses per item: category k at node q stands at k * nodeCount + q. */
  readonly counts: readonly Float64Array[]
  /** Expected persons at each node. */
  readonly mass: Float64Array
}

/** Blocks that are multiplied in one go: the posterior is read and written once for all of them. */
const TOGETHER = 4
/** Goes after which a person's likelihood is scaled, so that hundreds of items never underflow. */
const SCALED_AFTER = 2
/** Below this a sum of products has lost digits. */
const NEARLY_NOTHING = 1e-280
/** A node with a smaller share of a person's posterior adds nothing that a double could hold. */
const NEGLIGIBLE = 1e-15

/** Four blocks: what they make likely, what is summed, and where a person's patterns stand. */
interface Group {
  readonly likelihoods: readonly Float64Array[]
  readonly sums: readonly Float64Array[]
  readonly codes: readonly Uint8Array[]
  readonly offsets: Int32Array
}

/**
 * E-step of Bock & Aitkin (1981): the posterior of every person over the nodes, summed into
 * expected counts. `weights` says how often each person occurs. Cost is linear in persons and
 * blocks.
 */
export function expectCounts(
  blocks: readonly PatternBlock[],
  probabilities: Probabilities,
  { quadrature, weights }: { readonly quadrature: Quadrature; readonly weights: Float64Array },
): Expectation {
  const nodeCount = quadrature.nodes.length
  const likelihoods = blocks.map((block) => likelihoodsOf(block, probabilities, nodeCount))
  const sums = blocks.map(({ patternCount }) => new Float64Array(patternCount * nodeCount))
  const groups = groupsOf(blocks, { likelihoods, sums, nodeCount, personCount: weights.length })
  const posterior = new Float64Array(nodeCount)
  const mass = new Float64Array(nodeCount)
  const range = Int32Array.of(0, nodeCount)
  let logLikelihood = 0
  for (let person = 0; person < weights.length; person += 1) {
    const weight = weights[person] as number
    for (const group of groups) placeIn(group, person, nodeCount)
    logLikelihood += weight * weigh(posterior, groups, quadrature.weights)
    narrow(range, posterior)
    for (const group of groups) addPosterior(group, posterior, { range, weight })
    for (let node = range[0] as number; node < (range[1] as number); node += 1) {
      mass[node] = (mass[node] as number) + weight * (posterior[node] as number)
    }
  }
  const counts = countsOf(blocks, sums, { probabilities, nodeCount })
  return { logLikelihood, counts, mass }
}

/** The blocks in fours; the last four are filled up with blocks that say nothing. */
function groupsOf(
  blocks: readonly PatternBlock[],
  given: {
    readonly likelihoods: readonly Float64Array[]
    readonly sums: readonly Float64Array[]
    readonly nodeCount: number
    readonly personCount: number
  },
): Group[] {
  const { likelihoods, sums, nodeCount, personCount } = given
  const ones = new Float64Array(nodeCount).fill(1)
  const nowhere = new Float64Array(nodeCount)
  const zeros = new Uint8Array(personCount)
  const places = Array.from({ length: TOGETHER }, (_, place) => place)
  return Array.from({ length: Math.ceil(blocks.length / TOGETHER) }, (_, group) => {
    const own = places.map((place) => group * TOGETHER + place)
    return {
      likelihoods: own.map((block) => likelihoods[block] ?? ones),
      sums: own.map((block) => sums[block] ?? nowhere),
      codes: own.map((block) => blocks[block]?.codes ?? zeros),
      offsets: new Int32Array(TOGETHER),
    }
  })
}

function placeIn({ codes, offsets }: Group, person: number, nodeCount: number): void {
  for (let block = 0; block < TOGETHER; block += 1) {
    offsets[block] = ((codes[block] as Uint8Array)[person] as number) * nodeCount
  }
}

/** Fills in one person's posterior; gives the log of the marginal probability. */
function weigh(posterior: Float64Array, groups: readonly Group[], prior: Float64Array): number {
  let log = 0
  let sum = 1
  for (let group = 0; group < groups.length; group += 1) {
    sum = multiply(posterior, group === 0 ? prior : posterior, groups[group] as Group)
    if (sum < NEARLY_NOTHING) return weighInSteps(posterior, groups, prior)
    const isLast = group === groups.length - 1
    if (!isLast && group % SCALED_AFTER === SCALED_AFTER - 1) log += scale(posterior, sum)
  }
  return log + scale(posterior, sum)
}

/** The same, scaled after every block: for answers so unlikely that their product underflows. */
function weighInSteps(
  posterior: Float64Array,
  groups: readonly Group[],
  prior: Float64Array,
): number {
  posterior.set(prior)
  let log = 0
  for (const { likelihoods, offsets } of groups) {
    likelihoods.forEach((table, block) => {
      const offset = offsets[block] as number
      let sum = 0
      for (let node = 0; node < posterior.length; node += 1) {
        posterior[node] = (posterior[node] as number) * (table[offset + node] as number)
        sum += posterior[node] as number
      }
      log += scale(posterior, sum)
    })
  }
  return log
}

/** Multiplies four blocks into the likelihood at every node; gives the sum over the nodes. */
function multiply(into: Float64Array, from: Float64Array, group: Group): number {
  const { likelihoods, offsets } = group
  const one = likelihoods[0] as Float64Array
  const two = likelihoods[1] as Float64Array
  const three = likelihoods[2] as Float64Array
  const four = likelihoods[3] as Float64Array
  const atOne = offsets[0] as number
  const atTwo = offsets[1] as number
  const atThree = offsets[2] as number
  const atFour = offsets[3] as number
  let sum = 0
  for (let node = 0; node < into.length; node += 1) {
    const value =
      (from[node] as number) *
      (one[atOne + node] as number) *
      (two[atTwo + node] as number) *
      (three[atThree + node] as number) *
      (four[atFour + node] as number)
    into[node] = value
    sum += value
  }
  return sum
}

/** Makes the values sum to 1; gives the log of what they summed to. */
function scale(values: Float64Array, sum: number): number {
  const factor = 1 / sum
  for (let node = 0; node < values.length; node += 1) {
    values[node] = (values[node] as number) * factor
  }
  return Math.log(sum)
}

/** The nodes that count: from the first to behind the last that is not negligible. */
function narrow(range: Int32Array, posterior: Float64Array): void {
  let [from, to] = [0, posterior.length]
  while ((posterior[from] as number) < NEGLIGIBLE) from += 1
  while ((posterior[to - 1] as number) < NEGLIGIBLE) to -= 1
  range[0] = from
  range[1] = to
}

function addPosterior(
  group: Group,
  posterior: Float64Array,
  { range, weight }: { readonly range: Int32Array; readonly weight: number },
): void {
  const { sums, offsets } = group
  const one = sums[0] as Float64Array
  const two = sums[1] as Float64Array
  const three = sums[2] as Float64Array
  const four = sums[3] as Float64Array
  const atOne = offsets[0] as number
  const atTwo = offsets[1] as number
  const atThree = offsets[2] as number
  const atFour = offsets[3] as number
  const end = range[1] as number
  for (let node = range[0] as number; node < end; node += 1) {
    const share = weight * (posterior[node] as number)
    one[atOne + node] = (one[atOne + node] as number) + share
    two[atTwo + node] = (two[atTwo + node] as number) + share
    three[atThree + node] = (three[atThree + node] as number) + share
    four[atFour + node] = (four[atFour + node] as number) + share
  }
}

function likelihoodsOf(
  { items, patternCount }: PatternBlock,
  probabilities: Probabilities,
  nodeCount: number,
): Float64Array {
  const table = new Float64Array(patternCount * nodeCount).fill(1)
  for (let pattern = 0; pattern < patternCount; pattern += 1) {
    for (const item of items) {
      const category = categoryIn(pattern, item)
      if (category < 0) continue
      const chances = probabilities[item.item] as Float64Array
      for (let node = 0; node < nodeCount; node += 1) {
        const at = pattern * nodeCount + node
        table[at] = (table[at] as number) * (chances[category * nodeCount + node] as number)
      }
    }
  }
  return table
}

function countsOf(
  blocks: readonly PatternBlock[],
  sums: readonly Float64Array[],
  shape: { readonly probabilities: Probabilities; readonly nodeCount: number },
): Float64Array[] {
  const { nodeCount } = shape
  const counts = shape.probabilities.map(({ length }) => new Float64Array(length))
  blocks.forEach(({ items, patternCount }, block) => {
    const sum = sums[block] as Float64Array
    for (let pattern = 0; pattern < patternCount; pattern += 1) {
      for (const item of items) {
        const category = categoryIn(pattern, item)
        if (category < 0) continue
        const own = counts[item.item] as Float64Array
        for (let node = 0; node < nodeCount; node += 1) {
          const at = category * nodeCount + node
          own[at] = (own[at] as number) + (sum[pattern * nodeCount + node] as number)
        }
      }
    }
  })
  return counts
}
