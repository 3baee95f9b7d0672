/** Forms in the fields, and the demand they were put together for, both as JSON. */
export interface FormsBasis {
  readonly shown: string
  /** Null while the fields describe no whole demand. */
  readonly demand: string | null
}

/**
 * What the forms now in the fields stand for. Forms that came from a search stand for what was
 * ordered; others, as those of a saved draft, for the fields they came with.
 */
export function basisAfter(
  before: FormsBasis,
  now: FormsBasis,
  ordered: FormsBasis | null,
): FormsBasis {
  if (before.shown !== now.shown) return ordered?.shown === now.shown ? ordered : now
  // The first whole demand: the fields of a draft come one after the other.
  return before.demand === null && now.demand !== null ? now : before
}
