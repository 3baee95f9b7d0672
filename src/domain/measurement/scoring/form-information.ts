import { type Latent, normalQuadrature } from '../calibration/expectation.ts'
import {
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from './scoring-item.ts'

/**
 * Fisher information of a form at an ability: the sum over items and categories of P'^2 / P
 * (Samejima 1969; for right and wrong items Lord 1980, eq. 5-9).
 */
export function formInformation(items: readonly ScoringItem[], theta: number): number {
  let sum = 0
  for (const item of items) {
    const terms = categoryTerms(categoryCountOf(item))
    evaluateCategories(item, theta, terms)
    for (let category = 0; category < terms.logs.length; category += 1) {
      sum += Math.exp(terms.logs[category] as number) * (terms.slopes[category] as number) ** 2
    }
  }
  return sum
}

/** Expected sum score at an ability: the test characteristic curve. */
export function expectedScore(items: readonly ScoringItem[], theta: number): number {
  let sum = 0
  for (const item of items) {
    const terms = categoryTerms(categoryCountOf(item))
    evaluateCategories(item, theta, terms)
    terms.logs.forEach((log, category) => {
      sum += category * Math.exp(log)
    })
  }
  return sum
}

/**
 * Integral of I / (I + 1 / variance) over the candidates: the share of the variance of ability
 * that the form can tell (marginal reliability, Green, Bock, Humphreys, Linn & Reckase 1984).
 * `share` of the items make up a form, where candidates have forms of their own.
 */
export function marginalReliabilityOf(
  items: readonly ScoringItem[],
  candidates: Latent,
  share = 1,
): number {
  const { nodes, weights } = normalQuadrature(241, candidates)
  const precision = candidates.deviation ** -2
  return nodes.reduce((sum, theta, node) => {
    const information = share * formInformation(items, theta)
    return sum + ((weights[node] as number) * information) / (information + precision)
  }, 0)
}
