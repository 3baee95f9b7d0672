import type { Bank } from '../../../../src/domain/bank/bank.ts'
import { calibrate } from '../../../../src/domain/measurement/calibration/calibrate.ts'
import type { CalibratedItem } from '../../../../src/domain/measurement/calibration/irt-parameters.ts'
import { logistic } from '../../../../src/domain/measurement/scoring/scoring-item.ts'
import { drawNormal } from '../../../../src/domain/measurement/simulation/draw-value.ts'
import { type Random, seededRandom, shuffle } from '../../../../src/domain/random.ts'
import type { SatTwice } from '../../../../src/domain/settlement/retest/compare-sittings.ts'
import { aBank, itemsOf } from '../../../support/builders.ts'

/** Choice among four. */
const GUESSING = 0.25

/** 120 items that nobody measured yet. */
export const NEW_BANK: Bank = aBank({ items: itemsOf('rules', 'know', 120) })

export interface SimulatedRetests {
  readonly persons: readonly (Omit<SatTwice, 'seen'> & { readonly cheated: boolean })[]
  readonly calibration: readonly CalibratedItem[]
}

/**
 * A cohort with own forms of 40 of 120 items, its items' parameters as estimated from the answers
 * of all, cheats among them, and a re-test of everybody on 20 items: others than in the attempt, or
 * any. Who cheated was by so many units of ability better in the attempt.
 */
export function simulatedRetests(
  seed: string,
  given: {
    readonly persons: number
    readonly cheats?: { readonly count: number; readonly gain: number }
    readonly second?: 'unseen' | 'any'
  },
): SimulatedRetests {
  const random = seededRandom('re-tests', seed)
  const bank = NEW_BANK.items.map(({ id: item }) => ({
    item,
    a: Math.exp(0.3 * drawNormal(random)),
    b: drawNormal(random),
  }))
  const persons = Array.from({ length: given.persons }, (_, at) => {
    const theta = drawNormal(random)
    const { count = 0, gain = 0 } = given.cheats ?? {}
    const cheated = at < count
    const order = shuffle(bank, random)
    const others = given.second === 'any' ? shuffle(bank, random) : order.slice(40)
    return {
      person: `p${at}`,
      cheated,
      first: { items: sit(order.slice(0, 40), theta + (cheated ? gain : 0), random) },
      second: { items: sit(others.slice(0, 20), theta, random) },
    }
  })
  return { persons, calibration: calibrated(persons) }
}

function sit(
  items: readonly { readonly item: string; readonly a: number; readonly b: number }[],
  theta: number,
  random: Random,
) {
  return items.map(({ item, a, b }, place) => {
    const chance = GUESSING + (1 - GUESSING) * logistic(a * (theta - b))
    return answer(item, random() < chance ? 1 : 0, place)
  })
}

/** An item of an attempt of which only the score counts here. */
export function answer(itemId: string, score: 0 | 1 | null, place = 0) {
  return { itemId, score, response: null, seconds: Number.NaN, awaySeconds: Number.NaN, place }
}

function calibrated(persons: readonly Pick<SatTwice, 'first'>[]): readonly CalibratedItem[] {
  const items = NEW_BANK.items.map(({ id }) => id)
  const rows = persons.map(({ first }) => {
    const scores = new Map(first.items.map(({ itemId, score }) => [itemId, score]))
    return items.map((id) => scores.get(id) ?? null)
  })
  const guessing = items.map(() => GUESSING)
  const found = calibrate({ items, rows, guessing, withErrors: false })
  if ('refused' in found) throw new Error('the simulated cohort was not calibrated')
  return found.items
}
