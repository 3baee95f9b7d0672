import type { Item } from '../../../../domain/bank/item.ts'
import type { KeyChange } from '../../../../domain/measurement/key-amendment.ts'
import { answerFrom } from './answer-text.ts'

const REASON_MIN = 10

/** A proposal as it stands in the fields. */
export interface ProposalFields {
  readonly itemId: string
  readonly kind: KeyChange['kind']
  readonly answer: string
  readonly reason: string
}

/** Which fields of a proposal are missing or wrong; a line that is no answer counts as none. */
export function proposalFaults(
  item: Item | undefined,
  { kind, answer, reason }: ProposalFields,
): Readonly<Record<'item' | 'answer' | 'reason', boolean>> {
  const given = item === undefined ? answer.trim() || null : answerFrom(item, answer)
  return {
    item: item === undefined,
    answer: kind !== 'void' && given === null,
    reason: reason.trim().length < REASON_MIN,
  }
}
