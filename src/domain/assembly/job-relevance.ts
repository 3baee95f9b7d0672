import type { Bank } from '../bank/bank.ts'
import type { Blueprint } from './blueprint.ts'
import { eligibleItems } from './cells.ts'

/** Below this share of relevant items the organizer is warned. */
export const RELEVANCE_WANTED = 0.6

/**
 * Expected share of a form's items that the blueprint's post needs: of a competency in the
 * post's profile (weight above 0), and not written for other posts only. Null without a post,
 * or for a post the bank does not know.
 */
export function jobRelevance(bank: Bank, blueprint: Blueprint): number | null {
  const post = bank.posts.find(({ id }) => id === blueprint.post)
  if (!post) return null
  const eligible = eligibleItems(bank, blueprint)
  let relevant = 0
  let total = 0
  blueprint.cells.forEach((cell, index) => {
    const items = eligible[index] ?? []
    total += cell.itemCount
    const weight = Object.hasOwn(post.profile, cell.competency)
      ? (post.profile[cell.competency] ?? 0)
      : 0
    if (weight <= 0 || items.length === 0) return
    const suited = items.filter(({ posts }) => posts.length === 0 || posts.includes(post.id))
    relevant += (cell.itemCount * suited.length) / items.length
  })
  return total === 0 ? null : relevant / total
}
