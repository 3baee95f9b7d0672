/** An item's id and what it measures. */
export interface Placed {
  readonly itemId: string
  readonly competency: string
}

/**
 * The next free number in the pattern that most ids of a competency follow, as CC-031 after
 * CC-030; the competency's own id begins the first one.
 */
export function suggestId(items: readonly Placed[], competency: string): string {
  const numbered = items.flatMap(({ itemId, competency: of }) => {
    const [, prefix, digits] = /^(.*?)(\d+)$/.exec(itemId) ?? []
    return prefix === undefined || digits === undefined ? [] : [{ prefix, digits, of }]
  })
  const byPrefix = Map.groupBy(
    numbered.filter(({ of }) => of === competency),
    ({ prefix }) => prefix,
  )
  const [most] = [...byPrefix].sort(([, left], [, right]) => right.length - left.length)
  const prefix = most?.[0] ?? `${competency.slice(0, 55)}-`
  // Numbers of other competencies with the same prefix are taken too.
  const taken = numbered.filter((each) => each.prefix === prefix)
  const width = Math.max(3, ...(most?.[1] ?? []).map(({ digits }) => digits.length))
  const highest = Math.max(0, ...taken.map(({ digits }) => Number(digits)))
  return `${prefix}${String(highest + 1).padStart(width, '0')}`
}
