import { oncePerCohort } from '../cohort/once-per-cohort.ts'
import { changeDistribution, excessTail, type HonestChanges } from './change-tail.ts'
import { type Changer, changersOf } from './changed-items.ts'

/** Fewer persons or changes do not tell what is usual. */
export const FEWEST_CHANGERS = 30
export const FEWEST_CHANGES = 100

/** Persons differ by at least so much, whatever a small sample seems to say. */
const LEAST_SPREAD = 0.3
const MOST_SPREAD = 2.5
const FARTHEST_SHIFT = 5
const ROUNDS = 3
const HALVINGS = 12
/** Who stands out so far is no example of what is usual. */
const ABERRANT = 0.001
/** What is usual is known well enough from so many. */
const MOST_ASKED = 1200

/**
 * What is usual among those who changed answers. People who change an answer mostly know why, so
 * more of them are right than of others: not taking that into account would accuse the
 * thoughtful. Each person's mid-p has mean 1/2 and variance (1 - sum of f^3) / 12 under the
 * distribution f of the count, however few changes there are; shift and spread are those for which
 * the cohort agrees with both. As a mid-p is between 0 and 1, a few persons who were tampered with
 * move the result little; those that stand out are left out of a second fit. A shift below 0 is
 * taken as 0, and the spread is never below 0.3, which errs on the side of the persons. Null where
 * too few changed anything.
 */
export function fitHonestChanges(changers: readonly Changer[]): HonestChanges | null {
  const total = changers.reduce((sum, { columns }) => sum + columns.length, 0)
  if (changers.length < FEWEST_CHANGERS || total < FEWEST_CHANGES) return null
  const step = Math.max(1, changers.length / MOST_ASKED)
  const asked = Array.from(
    { length: Math.floor(changers.length / step) },
    (_, place) => changers[Math.floor(place * step)] as Changer,
  )
  const rough = fit(asked)
  return fit(asked.filter((changer) => excessTail(changer, rough) >= ABERRANT))
}

/** Those who changed answers and what is usual among them, for persons and for groups. */
export const changesIn = oncePerCohort((cohort) => {
  const changers: readonly Changer[] = changersOf(cohort)
  return { changers, honest: fitHonestChanges(changers) }
})

function fit(changers: readonly Changer[]): HonestChanges {
  let [shift, spread] = [0, LEAST_SPREAD]
  for (let round = 0; round < ROUNDS; round += 1) {
    // A greater shift makes what was found less surprising: the mid-p rise.
    shift = halve([-FARTHEST_SHIFT, FARTHEST_SHIFT], (at) => {
      return surprise(changers, { shift: at, spread }).mean < 0
    })
    spread = halve([LEAST_SPREAD, MOST_SPREAD], (at) => {
      return surprise(changers, { shift, spread: at }).variance > 0
    })
  }
  return { shift: Math.max(0, shift), spread }
}

/** The place where `isBelow` turns false. */
function halve(bounds: readonly [number, number], isBelow: (at: number) => boolean): number {
  let [low, high] = bounds
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (low + high) / 2
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Sums over persons: mid-p and its square about 1/2, less what is expected of them. */
function surprise(
  changers: readonly Changer[],
  honest: HonestChanges,
): { readonly mean: number; readonly variance: number } {
  let [mean, variance] = [0, 0]
  for (const changer of changers) {
    const distribution = changeDistribution(changer, honest)
    let [above, cubes] = [0, 0]
    for (let count = 0; count < distribution.length; count += 1) {
      const chance = distribution[count] as number
      if (count > changer.wrongToRight) above += chance
      cubes += chance ** 3
    }
    const off = above + (distribution[changer.wrongToRight] as number) / 2 - 0.5
    mean += off
    variance += off * off - (1 - cubes) / 12
  }
  return { mean, variance }
}
