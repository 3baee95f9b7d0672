import type { LocalizedText } from '../text.ts'
import type { FactDescriptionView } from './views.ts'

/** Types of facts as CEL writes them. */
export type FactType =
  | 'string'
  | 'double'
  | 'bool'
  | 'int'
  | 'list<string>'
  | 'map<string, string>'
  | 'map<string, int>'
  | 'map<string, double>'
  | 'map<string, CompetencyFacts>'
  | 'map<string, EarlierPasses>'

/** A fact as the editor and the reference beside it show it. */
export interface FactDescription {
  readonly type: FactType
  readonly group: FactDescriptionView['group']
  /** Short, for sentences: "probability of passing". */
  readonly name: LocalizedText
  readonly description: LocalizedText
  /** A condition that reads it. */
  readonly example: string
  /** Bounds of a number; no bound where left out. */
  readonly minimum?: number
  readonly maximum?: number
  /** Every value of a text, where they are known. */
  readonly values?: readonly string[]
  /** What it is where facts were kept before it existed. */
  readonly absent?: string | number | boolean | Readonly<Record<string, never>>
}
