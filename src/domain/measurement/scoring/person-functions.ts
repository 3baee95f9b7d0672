import type { Latent } from '../calibration/expectation.ts'
import { MISSING, type ResponseMatrix } from '../calibration/response-matrix.ts'
import {
  type CategoryTerms,
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from './scoring-item.ts'

export interface PointOrder {
  readonly items: readonly ScoringItem[]
  readonly matrix: ResponseMatrix
  readonly method: 'map' | 'mle' | 'wle'
  /** Used by MAP alone. */
  readonly prior: Latent
}

/** What point estimates need to know of one person, item by item. */
export interface PersonFunctions {
  readonly of: (person: number) => {
    /** False where the method would have to say something about nobody. */
    readonly hasResponses: boolean
    /** Whose zero is the estimate. */
    readonly estimating: (theta: number) => number
    /** Highest at the best of several zeros. */
    readonly logDensity: (theta: number) => number
    readonly information: (theta: number) => number
  }
}

interface Sums {
  log: number
  slope: number
  information: number
  correction: number
}

/** Exact sums over a person's responses, one person after the other. */
export function personFunctions({ items, matrix, method, prior }: PointOrder): PersonFunctions {
  const most = items.reduce((count, item) => Math.max(count, categoryCountOf(item)), 2)
  const terms = categoryTerms(most)
  const sums: Sums = { log: 0, slope: 0, information: 0, correction: 0 }
  const { itemCount, values } = matrix
  const addUp = (person: number, theta: number, needsLog: boolean) => {
    sums.log = sums.slope = sums.information = sums.correction = 0
    for (let index = 0; index < itemCount; index += 1) {
      const category = values[person * itemCount + index] as number
      if (category === MISSING) continue
      const item = items[index] as ScoringItem
      if (!needsLog && isPlain(item)) addPlain(sums, item, { theta, category })
      else addItem(sums, item, { theta, category, terms })
    }
    return sums
  }
  const warm = () => (sums.information > 0 ? sums.correction / (2 * sums.information) : 0)
  const pull = (theta: number) => (prior.mean - theta) / prior.deviation ** 2
  const logPrior = (theta: number) => -0.5 * ((theta - prior.mean) / prior.deviation) ** 2
  const addition = { map: pull, mle: () => 0, wle: warm }[method]
  const logAddition = {
    map: logPrior,
    mle: () => 0,
    wle: () => Math.log(sums.information) / 2,
  }[method]
  return {
    of: (person) => ({
      hasResponses:
        method === 'map' ||
        values.subarray(person * itemCount, (person + 1) * itemCount).some((v) => v !== MISSING),
      estimating: (theta) => addUp(person, theta, false).slope + addition(theta),
      logDensity: (theta) => addUp(person, theta, true).log + logAddition(theta),
      information: (theta) => addUp(person, theta, false).information,
    }),
  }
}

function isPlain({ model, guessing, locations }: ScoringItem): boolean {
  return guessing === 0 && locations.length === 1 && model !== 'gpcm'
}

/**
 * Right and wrong without guessing: one power for everything, and no chance is taken as the
 * difference of near equals; the log is left out.
 */
function addPlain(
  sums: Sums,
  item: ScoringItem,
  at: { readonly theta: number; readonly category: number },
): void {
  const a = item.discrimination
  const x = a * (at.theta - (item.locations[0] as number))
  const power = Math.exp(-Math.abs(x))
  const likely = 1 / (1 + power)
  const unlikely = power / (1 + power)
  const [right, wrong] = x >= 0 ? [likely, unlikely] : [unlikely, likely]
  const information = a * a * right * wrong
  sums.slope += at.category === 1 ? a * wrong : -a * right
  sums.information += information
  sums.correction += a * information * (wrong - right)
}

function addItem(
  sums: Sums,
  item: ScoringItem,
  at: { readonly theta: number; readonly category: number; readonly terms: CategoryTerms },
): void {
  const { theta, category, terms } = at
  evaluateCategories(item, theta, terms)
  sums.log += terms.logs[category] as number
  sums.slope += terms.slopes[category] as number
  for (let other = 0; other <= item.locations.length; other += 1) {
    const chance = Math.exp(terms.logs[other] as number)
    const slope = terms.slopes[other] as number
    sums.information += chance * slope * slope
    sums.correction += chance * slope * (terms.curvatures[other] as number)
  }
}
