import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import type { MatchModel } from './match-model.ts'

/** One person of a pair, with what the model makes of all their answers. */
export interface Answerer {
  /** By column: the category, -1 is missing. */
  readonly answers: Int8Array
  readonly theta: number
  /** By column and category, as `MatchModel.categoryChances` writes them. */
  readonly chances: Float64Array
}

/** A person's chances at an ability; worked out once for all pairs the person is in. */
export function answererOf(model: MatchModel, answers: Int8Array, theta: number): Answerer {
  const chances = new Float64Array(model.itemCount * model.stride)
  model.categoryChances(theta, chances)
  return { answers, theta, chances }
}

/** How two answers to a shared item stand to each other. */
export const UNLIKE = 0
export const ALIKE_RIGHT = 1
export const ALIKE_WRONG = 2

/** What two persons both answered, and how likely the same answer was if they worked alone. */
export interface SharedAnswers {
  readonly count: number
  /** Columns, rising. */
  readonly items: Int32Array
  /** P(both right). */
  readonly rightChances: Float64Array
  /** P(both the same wrong answer); where the key is not known, all of P(same answer). */
  readonly wrongChances: Float64Array
  readonly outcomes: Uint8Array
  readonly matches: number
  readonly identicalWrong: number
}

/**
 * Pairs the answers of two persons. Items that one of them lacks are left out, also those with an
 * answer the model holds impossible: it knows nothing of them.
 */
export function shareAnswers(model: MatchModel, a: Answerer, b: Answerer): SharedAnswers {
  const { itemCount, stride, counts, keys } = model
  const items = new Int32Array(itemCount)
  const rightChances = new Float64Array(itemCount)
  const wrongChances = new Float64Array(itemCount)
  const outcomes = new Uint8Array(itemCount)
  let [count, matches, identicalWrong] = [0, 0, 0]
  for (let item = 0; item < itemCount; item += 1) {
    if (!isShared(model, item, [a, b])) continue
    const key = keys[item] as number
    let wrong = 0
    for (let category = 0; category < (counts[item] as number); category += 1) {
      const at = item * stride + category
      const both = (a.chances[at] as number) * (b.chances[at] as number)
      if (category === key) rightChances[count] = both
      else wrong += both
    }
    items[count] = item
    wrongChances[count] = wrong
    if (a.answers[item] === b.answers[item]) {
      const isRight = a.answers[item] === key
      outcomes[count] = isRight ? ALIKE_RIGHT : ALIKE_WRONG
      matches += 1
      if (!isRight && key >= 0) identicalWrong += 1
    }
    count += 1
  }
  return {
    count,
    items: items.subarray(0, count),
    rightChances: rightChances.subarray(0, count),
    wrongChances: wrongChances.subarray(0, count),
    outcomes: outcomes.subarray(0, count),
    matches,
    identicalWrong,
  }
}

function isShared(
  { stride, counts }: MatchModel,
  item: number,
  persons: readonly [Answerer, Answerer],
): boolean {
  return persons.every(({ answers, chances }) => {
    const answer = answers[item] as number
    if (answer === MISSING || answer >= (counts[item] as number)) return false
    return (chances[item * stride + answer] as number) > 0
  })
}

/** P(same answer) of every shared item. */
export function matchChances({ rightChances, wrongChances }: SharedAnswers): Float64Array {
  return rightChances.map((right, at) => Math.min(1, right + (wrongChances[at] as number)))
}
