import type { Competency, Stimulus } from '../../../domain/bank/bank.ts'
import type { Item } from '../../../domain/bank/item.ts'

/** What the API answers for the items of a bank version. */
export interface BankContent {
  readonly items: readonly Item[]
  readonly stimuli: readonly Stimulus[]
  readonly competencies: readonly Competency[]
}
