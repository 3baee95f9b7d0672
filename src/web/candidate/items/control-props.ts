import type { PresentedItem } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'

export interface ControlProps {
  readonly item: PresentedItem
  readonly value: ResponseValue
  /** Called with each answer that is to be saved; typing is already calmed down. */
  readonly onAnswer: (value: ResponseValue) => void
}
