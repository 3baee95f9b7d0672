import { upperTail } from '../../../../src/domain/forensics/similarity/generalized-binomial.ts'
import { m4 } from '../../../../src/domain/forensics/similarity/m4.ts'
import {
  type MatchModel,
  matchModelOfOptions,
  matchModelOfScores,
} from '../../../../src/domain/forensics/similarity/match-model.ts'
import { omega } from '../../../../src/domain/forensics/similarity/omega.ts'
import type { PairOrder } from '../../../../src/domain/forensics/similarity/pair-order.ts'
import {
  ALIKE_RIGHT,
  answererOf,
  matchChances,
  shareAnswers,
  UNLIKE,
} from '../../../../src/domain/forensics/similarity/shared-answers.ts'
import { scoreCohort } from '../../../../src/domain/measurement/scoring/score-cohort.ts'
import type { ScoringItem } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import type { Cohort } from '../../../../src/domain/measurement/simulation/cohort.ts'
import type { Scenario } from '../../../../src/domain/measurement/simulation/scenario.ts'
import { simulateCohort } from '../../../../src/domain/measurement/simulation/simulate-cohort.ts'
import { seededRandom } from '../../../../src/domain/random.ts'

export interface PairCohort extends PairOrder {
  readonly cohort: Cohort
}

/** A simulated cohort under its true item parameters, by scores. */
export function scoredCohort(scenario: Scenario, seed: string): PairCohort {
  const cohort = simulateCohort(scenario, seed)
  const items = cohort.items.map(
    ({ a, b, c, steps }): ScoringItem => ({
      model: scenario.model === 'grm' ? 'grm' : 'logistic',
      discrimination: a,
      locations: steps ?? [b],
      guessing: c,
    }),
  )
  const abilities = scoreCohort({ items, values: cohort.scores, method: 'mle' }).theta
  return { cohort, model: matchModelOfScores(items), answers: cohort.scores, abilities }
}

/** Answers drawn from nominal items of up to five options; `missing` is a share. */
export function nominalCohort(persons: number, itemCount: number, missing: number): PairOrder {
  const random = seededRandom(`nominal ${persons} ${itemCount}`)
  const between = (low: number, high: number) => low + (high - low) * random()
  const items = Array.from({ length: itemCount }, (_, item) => {
    const count = 3 + (item % 3)
    return {
      slopes: Float64Array.from({ length: count }, () => between(-1, 1)),
      intercepts: Float64Array.from({ length: count }, () => between(-1, 1)),
    }
  })
  const keys = items.map((_, item) => (item % 7 === 0 ? -1 : item % 3))
  const model = matchModelOfOptions(items, keys)
  const abilities = Float64Array.from({ length: persons }, () => between(-2.5, 2.5))
  const answers = new Int8Array(persons * itemCount).fill(-1)
  const chances = new Float64Array(itemCount * model.stride)
  abilities.forEach((theta, person) => {
    model.categoryChances(theta, chances)
    for (let item = 0; item < itemCount; item += 1) {
      if (random() < missing) continue
      let [left, category] = [random(), 0]
      const last = (model.counts[item] as number) - 1
      while (category < last && left > (chances[item * model.stride + category] as number)) {
        left -= chances[item * model.stride + category] as number
        category += 1
      }
      answers[person * itemCount + item] = category
    }
  })
  return { model, abilities, answers }
}

/** What the exact statistics say of a pair. */
export interface ExactPair {
  readonly pair: string
  readonly shared: number
  readonly matches: number
  readonly wrong: number
  readonly omega: number
  /** The smaller of the exact tails of matches and of wrong matches. */
  readonly p: number
  /** Not-a-number unless asked for. */
  readonly m4: number
}

/** Every pair that shares 20 items, one by one, without any of what makes the screen fast. */
export function everyPair({ model, answers, abilities }: PairOrder, withM4 = false): ExactPair[] {
  const persons = answerersOf(model, answers, abilities)
  return persons.flatMap((one, first) =>
    persons.slice(first + 1).flatMap((other, at): ExactPair[] => {
      const shared = shareAnswers(model, one, other)
      if (shared.count < 20) return []
      const wrong = shared.outcomes.filter((of) => of !== UNLIKE && of !== ALIKE_RIGHT).length
      const p = Math.min(
        upperTail(matchChances(shared), shared.matches),
        upperTail(shared.wrongChances, wrong),
      )
      return [
        {
          pair: `${first}-${first + 1 + at}`,
          shared: shared.count,
          matches: shared.matches,
          wrong,
          omega: omega(shared) ?? Number.NaN,
          p,
          m4: withM4 ? m4(shared) : Number.NaN,
        },
      ]
    }),
  )
}

function answerersOf(model: MatchModel, answers: Int8Array, abilities: Float64Array) {
  return Array.from(abilities, (theta, row) =>
    answererOf(model, answers.subarray(row * model.itemCount, (row + 1) * model.itemCount), theta),
  )
}
