/** A pair with the probability of so much agreement in honest work. */
export interface SimilarPair {
  /** Rows of the two persons. */
  readonly a: number
  readonly b: number
  readonly p: number
}

/** The most similar partner of a person. */
export interface PersonSimilarity {
  /** Row of the partner; null where no pair of the person survived the screen. */
  readonly partner: number | null
  /** p of that pair alone; 1 where none survived. */
  readonly pairP: number
  /** Of a pair at least so similar among all the person's pairs. */
  readonly p: number
}

/**
 * p of each person from the smallest p of their pairs: 1 - (1 - p)^partners (Sidak 1967; Wollack &
 * Maynes 2017), written so that 1e-200 stays 1e-200. Exact for independent pairs, and never above
 * partners * p. A person whose pairs were all dismissed by the screen has p = 1, which is more than
 * is known. Null for persons of whom no pair could be tested.
 */
export function similarityOfPersons(
  pairs: readonly SimilarPair[],
  /** By row: with how many others the person was compared. */
  partners: ArrayLike<number>,
): (PersonSimilarity | null)[] {
  const best: (PersonSimilarity | null)[] = Array.from(partners, (count) =>
    count > 0 ? { partner: null, pairP: 1, p: 1 } : null,
  )
  const consider = (person: number, partner: number, pairP: number) => {
    const known = best[person]
    if (!known) throw new Error(`person ${person + 1} is in a pair but was compared with nobody`)
    const isBetter =
      pairP < known.pairP ||
      // Ties go to the first partner, so that the order of pairs says nothing.
      (pairP === known.pairP && known.partner !== null && partner < known.partner)
    if (!isBetter) return
    best[person] = { partner, pairP, p: amongMany(pairP, partners[person] as number) }
  }
  for (const { a, b, p } of pairs) {
    consider(a, b, p)
    consider(b, a, p)
  }
  return best
}

/** 1 - (1 - p)^count. */
function amongMany(p: number, count: number): number {
  return p >= 1 ? 1 : -Math.expm1(count * Math.log1p(-p))
}
