import { type FormDraft, usedVariable } from './form-draft.ts'
import type { PoolItem } from './item-pool.ts'
import type { Term } from './program.ts'

/**
 * Expected seconds of a form's items that count, with the reading of their stimuli. A stimulus
 * is read once; how long depends on which of its items are there (an item with its own time
 * parameters has the reading in them), and the longest holds. That maximum is a sum of steps:
 * each adds what the next longer reading takes more, where any item reaches it.
 */
export function timeTerms(
  draft: FormDraft,
  form: number,
  counts: (item: PoolItem) => boolean = () => true,
): Term[] {
  const readers = new Map<string, number[]>()
  const terms: Term[] = []
  draft.pool.items.forEach((item, index) => {
    if (!counts(item)) return
    terms.push([draft.forms[form]?.[index] ?? 0, item.expectedSeconds])
    if (item.stimulus === null || secondsOf(item) <= 0) return
    readers.set(item.stimulus, [...(readers.get(item.stimulus) ?? []), index])
  })
  for (const items of readers.values()) {
    const seconds = (index: number) => secondsOf(draft.pool.items[index])
    const steps = [...new Set(items.map(seconds))].sort((left, right) => left - right)
    steps.forEach((step, at) => {
      const reach = items.filter((index) => seconds(index) >= step)
      terms.push([usedVariable(draft, form, reach), step - (steps[at - 1] ?? 0)])
    })
  }
  return terms
}

/** To a microsecond, so that rounding makes no steps. */
function secondsOf(item: PoolItem | undefined): number {
  return Math.round((item?.stimulusSeconds ?? 0) * 1e6) / 1e6
}
