import type { LocalizedText } from '../../text.ts'
import type { Bank } from '../bank.ts'
import type { CognitiveLevel, ItemParameters } from '../item.ts'

/** A text as a file has it: in one language or in both; null where the file says nothing. */
export interface ForeignText {
  readonly 'zh-CN': string | null
  readonly en: string | null
}

/** Where in a file something stands: row (line, sheet row or element) from 1, column by name. */
export interface ForeignPlace {
  readonly file: string
  readonly row: number | null
  readonly column: string | null
  /** RFC 6901 pointer or element path into the document, where rows mean nothing. */
  readonly pointer: string | null
}

/**
 * `error`: the item is left out. `lossy`: it is read, but something of it has no place here.
 * `warning` and `note`: it is read, and somebody should look or may want to know.
 */
export interface ForeignFinding extends ForeignPlace {
  readonly severity: 'error' | 'lossy' | 'warning' | 'note'
  readonly code: string
  readonly message: LocalizedText
}

/** A picture as found in a file, checked by its first bytes. */
export interface ForeignPicture {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly base64: string
  readonly alt: string | null
}

/** The part of an item that depends on its type; keys by index into what stands beside them. */
export type ForeignTask =
  | {
      readonly type: 'single-choice'
      readonly options: readonly ForeignText[]
      readonly key: number
    }
  | {
      readonly type: 'multiple-choice'
      readonly options: readonly ForeignText[]
      readonly key: readonly number[]
    }
  | { readonly type: 'true-false'; readonly key: boolean }
  | {
      readonly type: 'numeric'
      readonly value: number
      readonly tolerance: number
      readonly unit: ForeignText | null
    }
  | { readonly type: 'short-text'; readonly accepted: readonly string[] }
  /** Options in the right order. */
  | { readonly type: 'ordering'; readonly options: readonly ForeignText[] }
  | {
      readonly type: 'matching'
      readonly prompts: readonly ForeignText[]
      readonly options: readonly ForeignText[]
      /** For each prompt the index of its option. */
      readonly key: readonly number[]
    }

/** One item as a file gives it; null is what the file leaves open and defaults must fill. */
export interface ForeignItem {
  readonly place: ForeignPlace
  readonly id: string | null
  /** Name or id of a competency, category or topic. */
  readonly competency: string | null
  readonly level: CognitiveLevel | null
  /** Post ids. */
  readonly posts: readonly string[]
  readonly stem: ForeignText
  readonly rationale: ForeignText | null
  readonly source: {
    readonly title: ForeignText
    readonly provision: ForeignText | null
    readonly url: string | null
  } | null
  /** Text the item shares with others: same text, same stimulus. */
  readonly stimulus: { readonly title: ForeignText | null; readonly text: ForeignText } | null
  readonly task: ForeignTask
  readonly pictures: readonly ForeignPicture[]
  /** Ids, as in the file, of items that must not meet this one on a form. */
  readonly enemies?: readonly string[]
  /** Item response parameters, logistic metric D = 1, as found: not yet known to be in range. */
  readonly parameters?: ItemParameters
}

/** What a reader makes of a file: the items it could read and everything worth telling. */
export interface ForeignBank {
  readonly items: readonly ForeignItem[]
  readonly findings: readonly ForeignFinding[]
  /** A file in Probity's own format is a bank already, and sound: it is taken as it is. */
  readonly bank?: Bank
}

/** What a writer makes of a bank; `lossy` findings name what the format has no place for. */
export interface Exported {
  readonly bytes: Uint8Array
  readonly findings: readonly ForeignFinding[]
}
