import type { MatchModel } from './match-model.ts'

/** Whose answers are compared, row by row, and the model of their answers. */
export interface PairOrder {
  readonly model: MatchModel
  /** The category of person i on item j at i * itemCount + j; -1 is missing. */
  readonly answers: Int8Array
  /** By row; not-a-number for persons without an ability, who are left out. */
  readonly abilities: Float64Array
  /** Pairs with an exact p below it stay; .001, or less with many pairs, unless told; at most .05. */
  readonly alpha?: number
  /** Pairs that stay at most, 200,000 unless told. */
  readonly mostSurvivors?: number
}

/** The order with all that was found out of it. */
export interface AnsweredOrder {
  readonly model: MatchModel
  /** Columns that have parameters. */
  readonly items: Int32Array
  /** Answers of all rows to those items. */
  readonly known: Int8Array
  readonly keys: Int8Array
  /** Rows by ability; within a bin those who answered everything are put first. */
  readonly persons: Int32Array
  readonly abilities: Float64Array
}

/** A typed array that threads read without a copy. */
export function shared<Array>(
  kind: { new (buffer: SharedArrayBuffer): Array; readonly BYTES_PER_ELEMENT: number },
  length: number,
): Array {
  return new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT))
}
