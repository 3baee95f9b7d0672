import type { Program, Term, Variable } from './program.ts'

const FREE: Variable = {
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
  integer: false,
  cost: 0,
}

type Constraints = Pick<Program, 'variables' | 'rows'>

/** Maximise a sum, such as test information at a point of the scale. */
export function maximiseInformation(
  { variables, rows }: Constraints,
  information: readonly Term[],
): Program {
  const costs = new Map<number, number>()
  for (const [variable, gain] of information) {
    costs.set(variable, (costs.get(variable) ?? 0) + gain)
  }
  const priced = variables.map((variable, index) => ({ ...variable, cost: costs.get(index) ?? 0 }))
  return { sense: 'maximise', variables: priced, rows }
}

/** Maximise the least of several sums: information at the point where there is least of it. */
export function maximiseLeastInformation(
  { variables, rows }: Constraints,
  points: readonly (readonly Term[])[],
): Program {
  const least = variables.length
  const above = points.map((terms) => ({
    lower: 0,
    upper: Number.POSITIVE_INFINITY,
    terms: [...terms, [least, -1] as const],
  }))
  const free = variables.map((variable) => ({ ...variable, cost: 0 }))
  return {
    sense: 'maximise',
    variables: [...free, { ...FREE, cost: 1 }],
    rows: [...rows, ...above],
  }
}

/**
 * Minimise the largest distance of several sums from one target (van der Linden 2005, minimax);
 * costs that variables have already count beside it.
 */
export function minimiseLargestDeviation(
  { variables, rows }: Constraints,
  sums: readonly (readonly Term[])[],
  target: number,
): Program {
  const largest = variables.length
  const within = sums.flatMap((terms) => [
    { lower: target, upper: Number.POSITIVE_INFINITY, terms: [...terms, [largest, 1] as const] },
    { lower: Number.NEGATIVE_INFINITY, upper: target, terms: [...terms, [largest, -1] as const] },
  ])
  return {
    sense: 'minimise',
    variables: [...variables, { ...FREE, lower: 0, cost: 1 }],
    rows: [...rows, ...within],
  }
}
