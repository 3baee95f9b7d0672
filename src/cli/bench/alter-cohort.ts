import type { Cohort, SimulatedItem } from '../../domain/measurement/simulation/cohort.ts'
import { drawWrongOption } from '../../domain/measurement/simulation/draw-answers.ts'
import type { Random } from '../../domain/random.ts'

/** Share of neighbouring pairs of items, for each person, that are answered from one luck. */
const DEPENDENT_SHARE = 0.5

/**
 * Makes residuals of log times Student t with 4 degrees of freedom (normal over the root of a mean
 * square), and rounds seconds up to whole ones, so that many times are equal. In place.
 */
export function makeTimesHeavy({ times, items, persons }: Cohort, random: Random): void {
  times?.forEach((seconds, cell) => {
    const { alpha, beta } = items[cell % items.length] as SimulatedItem
    const center = beta - (persons.tau[Math.floor(cell / items.length)] as number)
    // A chi-square value of 4 degrees of freedom, over 4.
    const square = -0.5 * (Math.log(1 - random()) + Math.log(1 - random()))
    const residual = alpha * (Math.log(seconds) - center)
    times[cell] = Math.ceil(Math.exp(center + residual / Math.sqrt(square) / alpha))
  })
}

/**
 * Makes neighbouring items (1 and 2, 3 and 4, ...) depend on each other beyond ability: for half of
 * the pairs of a person one uniform number decides both answers, so that every answer still follows
 * its own model. For logistic items without changes of answers. In place.
 */
export function tieNeighbors(cohort: Cohort, random: Random): void {
  const { items, persons, scores, options } = cohort
  for (let person = 0; person < persons.names.length; person += 1) {
    const theta = persons.theta[person] as number
    for (let item = 0; item + 1 < items.length; item += 2) {
      const [isTied, luck, wrong] = [random() < DEPENDENT_SHARE, random(), random()]
      const cell = person * items.length + item
      if (!isTied || (scores[cell] as number) < 0 || (scores[cell + 1] as number) < 0) continue
      const [first, second] = [items[item] as SimulatedItem, items[item + 1] as SimulatedItem]
      const chance = chanceOf(first, theta)
      // The number behind the first answer: below the chance where it is right.
      const uniform = scores[cell] === 1 ? luck * chance : chance + luck * (1 - chance)
      scores[cell + 1] = uniform < chanceOf(second, theta) ? 1 : 0
      if (!options) continue
      const distractor = drawWrongOption(second, theta, () => wrong)
      options[cell + 1] = scores[cell + 1] === 1 ? second.key : distractor
    }
  }
}

function chanceOf({ a, b, c, drift }: SimulatedItem, theta: number): number {
  return c + (1 - c) / (1 + Math.exp(-a * (theta - b - drift)))
}
