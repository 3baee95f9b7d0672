/** Standard errors by which a trial may exceed a cap or limit before it is no longer chance. */
export const CHANCE = 4

/**
 * Mean share of items that two of the forms have in common, over all pairs: an item on c of n
 * forms is common to c (c - 1) / 2 pairs (as Chen, Ankenmann & Spray 2003).
 */
export function overlapOf(counts: readonly number[], forms: number, length: number): number {
  if (forms < 2 || length === 0) return 0
  const shared = counts.reduce((sum, count) => sum + count * (count - 1), 0)
  return shared / (forms * (forms - 1)) / length
}

/**
 * Mean overlap of forms of one length, given by the ids of their items, and its standard error as
 * that of a mean over all pairs (Hoeffding 1948): 4 z1 / n + 2 z2 / n^2. There z1 is the variance
 * between forms of their own mean overlap with the others, and z2, that of single pairs, is taken
 * as that of as many chances as there are items.
 */
export function overlapOfForms(forms: readonly (readonly string[])[]): {
  readonly mean: number
  readonly error: number
} {
  const length = forms[0]?.length ?? 0
  const counts = new Map<string, number>()
  for (const ids of forms) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  const mean = overlapOf([...counts.values()], forms.length, length)
  if (forms.length < 2 || length === 0) return { mean, error: 0 }
  const squares = forms.reduce((sum, ids) => {
    const shared = ids.reduce((total, id) => total + (counts.get(id) ?? 1) - 1, 0)
    return sum + (shared / (forms.length - 1) / length - mean) ** 2
  }, 0)
  const between = squares / (forms.length - 1)
  const ofPairs = (mean * (1 - mean)) / length
  const error = Math.sqrt((4 * between) / forms.length + (2 * ofPairs) / forms.length ** 2)
  return { mean, error }
}
