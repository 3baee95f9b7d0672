import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import { isAnswered } from '../items/values.ts'
import type { Entry } from '../journal/entry.ts'

export interface Answers {
  readonly responses: Readonly<Record<string, ResponseValue>>
  readonly marked: ReadonlySet<string>
}

export interface Counts {
  /** Positions of items without a (whole) answer. */
  readonly open: readonly number[]
  readonly marked: readonly number[]
  readonly answered: number
}

export function countsOf(form: PresentedForm, { responses, marked }: Answers): Counts {
  const positions = (wanted: (itemId: string) => boolean): number[] =>
    form.items.filter((item) => wanted(item.itemId)).map((item) => item.position)
  const answered = new Set(
    form.items
      .filter((item) => isAnswered(item, responses[item.itemId]))
      .map((item) => item.itemId),
  )
  return {
    open: positions((itemId) => !answered.has(itemId)),
    marked: positions((itemId) => marked.has(itemId)),
    answered: answered.size,
  }
}

/** What the server holds, with what this device still has to send laid over it in order. */
export function answersWith(
  base: { readonly responses: Answers['responses']; readonly marked: readonly string[] },
  pending: readonly Entry[],
): Answers {
  const responses: Record<string, ResponseValue> = { ...base.responses }
  const marked = new Set(base.marked)
  for (const entry of pending) {
    if (entry.kind === 'response') responses[entry.itemId] = entry.value
    else if (entry.behavior === 'marked' && entry.itemId !== null) marked.add(entry.itemId)
    else if (entry.behavior === 'unmarked' && entry.itemId !== null) marked.delete(entry.itemId)
  }
  return { responses, marked }
}
