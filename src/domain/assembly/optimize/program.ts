/** A decision: a number between bounds, whole where `integer`, with a cost per unit. */
export interface Variable {
  readonly lower: number
  readonly upper: number
  readonly integer: boolean
  readonly cost: number
}

/** A variable's index and its coefficient. */
export type Term = readonly [variable: number, coefficient: number]

/** `lower` <= sum of the terms <= `upper`; infinite where there is no bound. */
export interface Row {
  readonly lower: number
  readonly upper: number
  readonly terms: readonly Term[]
}

/** A mixed integer program in sparse form. */
export interface Program {
  readonly sense: 'minimise' | 'maximise'
  readonly variables: readonly Variable[]
  readonly rows: readonly Row[]
}

/** A yes-or-no decision without a cost. */
export const BINARY: Variable = { lower: 0, upper: 1, integer: true, cost: 0 }

/** The sum of a row's terms at these values. */
export function sumOfTerms(terms: readonly Term[], values: readonly number[]): number {
  return terms.reduce((sum, [variable, factor]) => sum + factor * (values[variable] ?? 0), 0)
}
