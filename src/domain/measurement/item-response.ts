import type { ItemParameters } from '../bank/item.ts'

/** 1 / (1 + exp(-x)), without overflow on either side. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const power = Math.exp(x)
  return power / (1 + power)
}

/** log(1 + exp(x)), without overflow. */
function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

/**
 * P(correct | theta) = c + (1 - c) / (1 + exp(-a (theta - b))): the three-parameter logistic
 * model (Birnbaum 1968) in the logistic metric, D = 1.
 */
export function probabilityCorrect(theta: number, parameters: Readonly<ItemParameters>): number {
  const { discrimination: a, difficulty: b, guessing: c } = parameters
  return c + (1 - c) * logistic(a * (theta - b))
}

/** log P(correct | theta) or log P(wrong | theta), exact far out in the tails. */
export function logProbability(
  theta: number,
  parameters: Readonly<ItemParameters>,
  correct: boolean,
): number {
  const { discrimination: a, difficulty: b, guessing: c } = parameters
  const x = a * (theta - b)
  if (!correct) return Math.log1p(-c) - softplus(x)
  return c === 0 ? -softplus(-x) : Math.log(c + (1 - c) * logistic(x))
}

/**
 * Fisher information a^2 (Q / P) ((P - c) / (1 - c))^2 of one item (Lord 1980, eq. 5-9). Written
 * with L = (P - c) / (1 - c), so that nothing is divided by a difference of near equals.
 */
export function information(theta: number, parameters: Readonly<ItemParameters>): number {
  const { discrimination: a, difficulty: b, guessing: c } = parameters
  const x = a * (theta - b)
  const right = logistic(x)
  const wrong = logistic(-x)
  if (c === 0) return a * a * right * wrong
  return (a * a * (1 - c) * wrong * right * right) / (c + (1 - c) * right)
}

/** Information of a whole form: the sum over its items; SE(theta) = 1 / sqrt of it. */
export function testInformation(theta: number, list: readonly Readonly<ItemParameters>[]): number {
  return list.reduce((sum, parameters) => sum + information(theta, parameters), 0)
}
