import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { numberCorrectDistribution } from '../../measurement/scoring/number-correct.ts'
import { scoreCohort } from '../../measurement/scoring/score-cohort.ts'
import { categoryProbabilities, type ScoringItem } from '../../measurement/scoring/scoring-item.ts'

/** Answers of one sitting: an item and the category it was scored, -1 where it was left out. */
export interface Sitting {
  readonly items: readonly ScoringItem[]
  readonly categories: readonly number[]
}

/** An attempt beside a supervised re-test of the same person. */
export interface RetestComparison {
  /** Weighted likelihood estimates (Warm 1989) and standard errors. */
  readonly first: { readonly theta: number; readonly standardError: number }
  readonly second: { readonly theta: number; readonly standardError: number }
  /** Ability in the first less that in the second. */
  readonly difference: number
  readonly standardError: number
  /** Items answered in the re-test. */
  readonly n: number
  /** Points in the re-test: expected given the joint score, if the ability was the same. */
  readonly expected: number
  readonly observed: number
  /** Of so low a score in the re-test, one-sided, if the ability was the same in both. */
  readonly p: number
}

/** Fewer answered items in either sitting don't tell. */
const FEWEST_ITEMS = 10

/**
 * Whether a re-test under supervision is worse than the attempt it verifies. p is the probability
 * of as low a share of the joint score in the re-test, given the joint score: for Rasch items the
 * exact conditional test, free of the ability whatever it is; for others both score distributions
 * (Lord & Wingersky 1984) are taken at the joint weighted likelihood estimate, on which the ratio
 * of the two depends but little. So it needs no normal approximation and holds for short re-tests
 * and extreme abilities; as scores are whole numbers, the error rate is below the nominal. Assumes
 * parameters on one scale and no learning or forgetting between. Null with fewer than 10 answered
 * items in either sitting.
 */
export function compareRetest(given: {
  readonly first: Sitting
  readonly second: Sitting
}): RetestComparison | null {
  const [first, second] = [answeredOf(given.first), answeredOf(given.second)]
  if (first.items.length < FEWEST_ITEMS || second.items.length < FEWEST_ITEMS) return null
  const joint = estimate({
    items: [...first.items, ...second.items],
    categories: [...first.categories, ...second.categories],
  })
  const [before, after] = [estimate(first), estimate(second)]
  return {
    first: before,
    second: after,
    difference: before.theta - after.theta,
    standardError: Math.hypot(before.standardError, after.standardError),
    n: second.items.length,
    ...conditionalScore(first, second, joint.theta),
  }
}

/** Throws where there are not as many categories as items. */
function answeredOf({ items, categories }: Sitting): Sitting {
  if (items.length !== categories.length) {
    throw new RangeError(`${items.length} items, but ${categories.length} answers`)
  }
  const kept = items.flatMap((_, place) => (categories[place] === MISSING ? [] : [place]))
  return {
    items: kept.map((place) => items[place] as ScoringItem),
    categories: kept.map((place) => categories[place] as number),
  }
}

function estimate({ items, categories }: Sitting) {
  const found = scoreCohort({ items, values: Int8Array.from(categories), method: 'wle' })
  return { theta: found.theta[0] as number, standardError: found.standardError[0] as number }
}

/** The second score given the sum of both, at an ability: its mean, and P(at most as found). */
function conditionalScore(first: Sitting, second: Sitting, theta: number) {
  const ofFirst = numberCorrectDistribution(categoryProbabilities(first.items, theta))
  const ofSecond = numberCorrectDistribution(categoryProbabilities(second.items, theta))
  const observed = sumOf(second.categories)
  const total = sumOf(first.categories) + observed
  let [tail, all, points] = [0, 0, 0]
  for (let score = 0; score < ofSecond.length; score += 1) {
    const chance = (ofSecond[score] as number) * (ofFirst[total - score] ?? 0)
    all += chance
    points += chance * score
    if (score <= observed) tail += chance
  }
  return { observed, expected: points / all, p: tail / all }
}

function sumOf(categories: readonly number[]): number {
  return categories.reduce((sum, category) => sum + category, 0)
}
