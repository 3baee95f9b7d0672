import type { CaseView } from '../../../domain/review/views.ts'

/** Whether an answer replaced another one; the first answer to an item replaces nothing. */
export function isRevision({ from }: CaseView['timeline']['changes'][number]): boolean {
  return from !== null
}
