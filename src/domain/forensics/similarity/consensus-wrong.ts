import { MISSING } from '../../measurement/calibration/response-matrix.ts'

/** Answers of a cohort, and which are right. */
export interface CohortAnswers {
  /** Row by row: the category of person i on item j at i * itemCount + j; -1 is missing. */
  readonly answers: Int8Array
  readonly itemCount: number
  /** By column: the right category, -1 where not known. */
  readonly keys: ArrayLike<number>
}

/** A wrong answer that a group has in common. */
export interface ConsensusAnswer {
  readonly item: number
  readonly category: number
  /** Members who gave it, and who answered the item. */
  readonly agreeing: number
  readonly answering: number
  /** Share of all others who answered that gave it; null where nobody else answered. */
  readonly elsewhere: number | null
}

/** Of those who answered, in a consensus. */
const LEAST_SHARE = 0.8
const FEWEST_ANSWERING = 3
/** An answer that half of everybody gives is no sign of a common source. */
const MOST_ELSEWHERE = 0.5

/**
 * Items on which at least four fifths of a group gave the same wrong answer while at most half of
 * all others did: what a leaked key with mistakes leaves behind.
 */
export function consensusWrong(
  { answers, itemCount, keys }: CohortAnswers,
  members: readonly number[],
): ConsensusAnswer[] {
  const isMember = new Set(members)
  const personCount = itemCount === 0 ? 0 : answers.length / itemCount
  const found: ConsensusAnswer[] = []
  for (let item = 0; item < itemCount; item += 1) {
    const key = keys[item] ?? MISSING
    const given = members
      .map((person) => answers[person * itemCount + item] as number)
      .filter((answer) => answer !== MISSING)
    const category = mostCommon(given)
    const agreeing = given.filter((answer) => answer === category).length
    if (key === MISSING || category === key || given.length < FEWEST_ANSWERING) continue
    if (agreeing < LEAST_SHARE * given.length) continue
    const elsewhere = shareElsewhere({ answers, itemCount, personCount }, isMember, {
      item,
      category,
    })
    if (elsewhere !== null && elsewhere > MOST_ELSEWHERE) continue
    found.push({ item, category, agreeing, answering: given.length, elsewhere })
  }
  return found
}

/** The lowest of those given most; -1 of nothing. */
function mostCommon(given: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const answer of given) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  const ordered = [...counts].sort((left, right) => right[1] - left[1] || left[0] - right[0])
  return ordered[0]?.[0] ?? MISSING
}

function shareElsewhere(
  cohort: { readonly answers: Int8Array; readonly itemCount: number; readonly personCount: number },
  isMember: ReadonlySet<number>,
  { item, category }: { readonly item: number; readonly category: number },
): number | null {
  let [answering, agreeing] = [0, 0]
  for (let person = 0; person < cohort.personCount; person += 1) {
    const answer = cohort.answers[person * cohort.itemCount + item] as number
    if (answer === MISSING || isMember.has(person)) continue
    answering += 1
    if (answer === category) agreeing += 1
  }
  return answering === 0 ? null : agreeing / answering
}
