/** Models that can be calibrated; all with slope and intercepts on the scale N(0, 1), D = 1. */
export const CALIBRATED_MODELS = ['rasch', '1pl', '2pl', '3pl', 'grm', 'gpcm'] as const
export type CalibratedModel = (typeof CALIBRATED_MODELS)[number]

/** How the parameters of one item make category probabilities. */
export interface ItemModel {
  readonly parameterCount: (categoryCount: number) => number
  /**
   * Probabilities of all categories at an ability, and their derivatives: of category k by
   * parameter p at k * parameterCount + p.
   */
  readonly evaluate: (
    parameters: Float64Array,
    theta: number,
    into: { readonly chances: Float64Array; readonly slopes: Float64Array },
  ) => void
  /** Parameters to begin with, from the share of responses in each category. */
  readonly start: (shares: readonly number[]) => Float64Array
  readonly isValid: (parameters: Float64Array) => boolean
}

/** No probability is taken to be smaller: its log must stay finite. */
const LEAST = 1e-12

function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const power = Math.exp(x)
  return power / (1 + power)
}

function logOdds(share: number): number {
  const kept = Math.min(0.98, Math.max(0.02, share))
  return Math.log(kept / (1 - kept))
}

const within = (value: number, bound: number) => Math.abs(value) <= bound
const areBounded = (parameters: Float64Array) =>
  within(parameters[0] ?? 0, 20) && parameters.every((value) => within(value, 60))

/** Right or wrong, [a, d]: P = 1 / (1 + exp(-(a theta + d))), b = -d / a (Birnbaum 1968). */
const twoParameters: ItemModel = {
  parameterCount: () => 2,
  evaluate: (parameters, theta, { chances, slopes }) => {
    const right = logistic((parameters[0] ?? 0) * theta + (parameters[1] ?? 0))
    const change = right * (1 - right)
    chances[0] = Math.max(LEAST, 1 - right)
    chances[1] = Math.max(LEAST, right)
    slopes[0] = -change * theta
    slopes[1] = -change
    slopes[2] = change * theta
    slopes[3] = change
  },
  start: (shares) => Float64Array.of(1, logOdds(shares[1] ?? 0.5)),
  isValid: areBounded,
}

/** With guessing, [a, d, logit c]: P = c + (1 - c) / (1 + exp(-(a theta + d))). */
const threeParameters: ItemModel = {
  parameterCount: () => 3,
  evaluate: (parameters, theta, { chances, slopes }) => {
    const [a = 0, d = 0, logit = 0] = parameters
    const known = logistic(a * theta + d)
    const guessing = logistic(logit)
    const right = guessing + (1 - guessing) * known
    const change = (1 - guessing) * known * (1 - known)
    const guessed = guessing * (1 - guessing) * (1 - known)
    chances[0] = Math.max(LEAST, 1 - right)
    chances[1] = Math.max(LEAST, right)
    slopes[0] = -change * theta
    slopes[1] = -change
    slopes[2] = -guessed
    slopes[3] = change * theta
    slopes[4] = change
    slopes[5] = guessed
  },
  start: (shares) => {
    const above = Math.max(0.05, ((shares[1] ?? 0.5) - 0.2) / 0.8)
    return Float64Array.of(1, logOdds(above), -1.4)
  },
  isValid: areBounded,
}

/**
 * Graded response (Samejima 1969), [a, d_1 > d_2 > ...]: P(at least k) = logistic(a theta + d_k),
 * b_k = -d_k / a.
 */
const gradedResponse: ItemModel = {
  parameterCount: (categoryCount) => categoryCount,
  evaluate: (parameters, theta, { chances, slopes }) => {
    const count = parameters.length
    const a = parameters[0] ?? 0
    slopes.fill(0)
    let above = 1
    for (let category = 0; category < count; category += 1) {
      const isLast = category === count - 1
      const next = isLast ? 0 : logistic(a * theta + (parameters[category + 1] ?? 0))
      chances[category] = Math.max(LEAST, above - next)
      const [change, change2] = [above * (1 - above), next * (1 - next)]
      const row = category * count
      slopes[row] = (change - change2) * theta
      if (category > 0) slopes[row + category] = change
      if (!isLast) slopes[row + category + 1] = -change2
      above = next
    }
  },
  start: (shares) => {
    const starts = [1]
    let above = 1
    for (const share of shares.slice(0, -1)) {
      above -= share
      const last = starts.length > 1 ? (starts.at(-1) ?? 0) : Number.POSITIVE_INFINITY
      starts.push(Math.min(logOdds(above), last - 0.1))
    }
    return Float64Array.from(starts)
  },
  isValid: (parameters) =>
    areBounded(parameters) &&
    parameters.every((value, at) => at < 2 || value < (parameters[at - 1] ?? 0)),
}

/**
 * Generalized partial credit (Muraki 1992), [a, d_1, d_2, ...]: P_k proportional to
 * exp(k a theta + d_k) with d_0 = 0; the step from k - 1 to k is at b_k = -(d_k - d_(k-1)) / a.
 */
const partialCredit: ItemModel = {
  parameterCount: (categoryCount) => categoryCount,
  evaluate: (parameters, theta, { chances, slopes }) => {
    const count = parameters.length
    const a = parameters[0] ?? 0
    const exponent = (category: number) =>
      category === 0 ? 0 : category * a * theta + (parameters[category] ?? 0)
    let highest = 0
    for (let category = 1; category < count; category += 1) {
      highest = Math.max(highest, exponent(category))
    }
    let total = 0
    for (let category = 0; category < count; category += 1) {
      chances[category] = Math.exp(exponent(category) - highest)
      total += chances[category] ?? 0
    }
    let expected = 0
    for (let category = 0; category < count; category += 1) {
      chances[category] = Math.max(LEAST, (chances[category] ?? 0) / total)
      expected += category * (chances[category] ?? 0)
    }
    for (let category = 0; category < count; category += 1) {
      const chance = chances[category] ?? 0
      const row = category * count
      slopes[row] = chance * theta * (category - expected)
      for (let step = 1; step < count; step += 1) {
        slopes[row + step] = chance * ((step === category ? 1 : 0) - (chances[step] ?? 0))
      }
    }
  },
  start: (shares) => {
    const first = Math.log(Math.max(0.02, shares[0] ?? 0))
    const steps = shares.slice(1).map((share) => Math.log(Math.max(0.02, share)) - first)
    return Float64Array.of(0.8, ...steps)
  },
  isValid: areBounded,
}

/** The model of single items; 'rasch' and '1pl' share one slope, which the fit sees to. */
export function itemModelOf(model: CalibratedModel): ItemModel {
  switch (model) {
    case 'rasch':
    case '1pl':
    case '2pl':
      return twoParameters
    case '3pl':
      return threeParameters
    case 'grm':
      return gradedResponse
    case 'gpcm':
      return partialCredit
  }
}

/** Category probabilities of an item at all nodes: category k at node q at k * nodeCount + q. */
export function probabilitiesAt(
  model: ItemModel,
  parameters: Float64Array,
  { nodes, categoryCount }: { readonly nodes: Float64Array; readonly categoryCount: number },
): Float64Array {
  const chances = new Float64Array(categoryCount)
  const slopes = new Float64Array(categoryCount * parameters.length)
  const table = new Float64Array(categoryCount * nodes.length)
  nodes.forEach((theta, node) => {
    model.evaluate(parameters, theta, { chances, slopes })
    chances.forEach((chance, category) => {
      table[category * nodes.length + node] = chance
    })
  })
  return table
}
