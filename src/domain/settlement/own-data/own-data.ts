import type { LocalizedText } from '../../text.ts'

/** What a cell can hold; anything deeper stands in it as JSON. */
export type OwnValue = string | number | boolean | null | LocalizedText | readonly OwnValue[]

/** One kind of record about a person, as a table. */
export interface OwnSection {
  /** Name of its files. */
  readonly id: string
  readonly title: LocalizedText
  /** What it is, why it is kept, and what is left out. */
  readonly note: LocalizedText
  readonly columns: readonly { readonly id: string; readonly name: LocalizedText }[]
  /** Each with exactly the columns. */
  readonly rows: readonly Readonly<Record<string, OwnValue>>[]
}

/** Everything the service keeps about a person, as that person gets it. */
export interface OwnData {
  readonly name: string
  /** ISO 8601, UTC. */
  readonly madeAt: string
  readonly sections: readonly OwnSection[]
}
