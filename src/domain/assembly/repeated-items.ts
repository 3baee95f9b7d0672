import type { Bank } from '../bank/bank.ts'
import type { Blueprint } from './blueprint.ts'
import { eligibleItems } from './cells.ts'
import { fixedFormsOf } from './fixed-forms.ts'

/**
 * How much of a form earlier exams have shown already: of fixed forms the mean over them, of
 * drawn ones what the draw from each cell's items gives on average.
 * @returns the share, and how many items that is
 */
export function repeatedItems(
  bank: Bank,
  blueprint: Blueprint,
  usedBefore: ReadonlySet<string>,
): { readonly share: number; readonly count: number } {
  const shareOf = (ids: readonly string[]) =>
    ids.filter((id) => usedBefore.has(id)).length / Math.max(1, ids.length)
  const cells = eligibleItems(bank, blueprint)
  const size = blueprint.cells.reduce((sum, { itemCount }) => sum + itemCount, 0)
  const forms = fixedFormsOf(blueprint)
  const expected = forms
    ? size * shareOf(forms.flatMap(({ items }) => items))
    : blueprint.cells.reduce((sum, { itemCount }, index) => {
        return sum + itemCount * shareOf((cells[index] ?? []).map(({ id }) => id))
      }, 0)
  return { share: expected / Math.max(1, size), count: Math.round(expected) }
}
