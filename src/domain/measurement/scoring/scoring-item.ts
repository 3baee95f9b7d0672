/**
 * An item with known parameters, on a scale with D = 1. Right and wrong: one location b and
 * guessing c. More categories: the locations of the steps, by graded response or partial credit.
 */
export interface ScoringItem {
  readonly model: 'logistic' | 'grm' | 'gpcm'
  readonly discrimination: number
  /** One for right and wrong; of graded items they must rise. */
  readonly locations: readonly number[]
  /** Only 'logistic' items have any. */
  readonly guessing: number
}

/** Values per category: log P, (log P)' and P'' / P, derived by theta. */
export interface CategoryTerms {
  readonly logs: Float64Array
  readonly slopes: Float64Array
  readonly curvatures: Float64Array
}

/** Categories of an item: 2 for right and wrong. */
export function categoryCountOf({ locations }: ScoringItem): number {
  return locations.length + 1
}

/** Room for the terms of items of up to so many categories. */
export function categoryTerms(categoryCount: number): CategoryTerms {
  const room = () => new Float64Array(categoryCount)
  return { logs: room(), slopes: room(), curvatures: room() }
}

/** 1 / (1 + exp(-x)), without overflow on either side. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const power = Math.exp(x)
  return power / (1 + power)
}

function logLogistic(x: number): number {
  return x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x))
}

/**
 * All categories of an item at an ability: three-parameter logistic (Birnbaum 1968), graded
 * response (Samejima 1969) or generalized partial credit (Muraki 1992). Logs are exact far out
 * in the tails; no probability is taken as a difference of near equals.
 */
export function evaluateCategories(item: ScoringItem, theta: number, into: CategoryTerms): void {
  if (item.model === 'gpcm') evaluatePartialCredit(item, theta, into)
  else if (item.guessing > 0) evaluateGuessed(item, theta, into)
  else evaluateGraded(item, theta, into)
}

function evaluateGuessed(item: ScoringItem, theta: number, into: CategoryTerms): void {
  const { discrimination: a, locations, guessing: c } = item
  const x = a * (theta - (locations[0] ?? 0))
  const [known, unknown] = [logistic(x), logistic(-x)]
  const right = c + (1 - c) * known
  const bend = a * a * known * (1 - 2 * known)
  into.logs[0] = Math.log1p(-c) + logLogistic(-x)
  into.slopes[0] = -a * known
  into.curvatures[0] = -bend
  into.logs[1] = Math.log(right)
  into.slopes[1] = ((1 - c) * a * known * unknown) / right
  into.curvatures[1] = ((1 - c) * unknown * bend) / right
}

/** P_k = L_k - L_(k+1) = L_k (1 - L_(k+1)) (1 - exp(x_(k+1) - x_k)), x_k = a (theta - b_k). */
function evaluateGraded(item: ScoringItem, theta: number, into: CategoryTerms): void {
  const { discrimination: a, locations } = item
  for (let category = 0; category <= locations.length; category += 1) {
    const lower = category === 0 ? null : a * (theta - (locations[category - 1] as number))
    const upper =
      category === locations.length ? null : a * (theta - (locations[category] as number))
    const below = lower === null ? 0 : logistic(-lower)
    const above = upper === null ? 0 : logistic(upper)
    const between =
      lower === null || upper === null ? 0 : Math.log(-Math.expm1(Math.min(0, upper - lower)))
    const slope = a * (below - above)
    const bend = below * (1 - below) + above * (1 - above)
    into.logs[category] =
      (lower === null ? 0 : logLogistic(lower)) +
      (upper === null ? 0 : logLogistic(-upper)) +
      between
    into.slopes[category] = slope
    into.curvatures[category] = slope * slope - a * a * bend
  }
}

/** P_k proportional to exp(sum over h <= k of a (theta - b_h)). */
function evaluatePartialCredit(item: ScoringItem, theta: number, into: CategoryTerms): void {
  const { discrimination: a, locations } = item
  const last = locations.length
  let [exponent, highest] = [0, 0]
  into.logs[0] = 0
  for (let category = 1; category <= last; category += 1) {
    exponent += a * (theta - (locations[category - 1] as number))
    into.logs[category] = exponent
    highest = Math.max(highest, exponent)
  }
  let [total, first, second] = [0, 0, 0]
  for (let category = 0; category <= last; category += 1) {
    const weight = Math.exp((into.logs[category] as number) - highest)
    total += weight
    first += weight * category
    second += weight * category * category
  }
  const mean = first / total
  const variance = second / total - mean * mean
  const logTotal = highest + Math.log(total)
  for (let category = 0; category <= last; category += 1) {
    const slope = a * (category - mean)
    into.logs[category] = (into.logs[category] as number) - logTotal
    into.slopes[category] = slope
    into.curvatures[category] = slope * slope - a * a * variance
  }
}

/** Probabilities of the categories of each item at one ability. */
export function categoryProbabilities(
  items: readonly ScoringItem[],
  theta: number,
): Float64Array[] {
  return items.map((item) => {
    const terms = categoryTerms(categoryCountOf(item))
    evaluateCategories(item, theta, terms)
    return terms.logs.map((log) => Math.exp(log))
  })
}
