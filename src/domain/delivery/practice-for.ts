import { type Static, Type } from 'typebox'
import type { Bank } from '../bank/bank.ts'
import { compareText, LocalizedText } from '../text.ts'

const MOST_RULES = 5

/** What a competency is about and the rules it rests on; no item of the bank. */
export const Practice = Type.Object(
  { description: LocalizedText, rules: Type.Array(LocalizedText) },
  { additionalProperties: false },
)
export type Practice = Static<typeof Practice>

/**
 * What to read again for a competency: its description, and the laws and rules that most of the
 * bank's items on it rest on. Whole laws, never provisions: with a single item to a provision,
 * that would tell what the item asks while the bank is still in use.
 */
export function practiceFor(bank: Bank, competencyId: string): Practice {
  const competency = bank.competencies.find(({ id }) => id === competencyId)
  const titles = new Map<string, { readonly title: LocalizedText; count: number }>()
  for (const item of bank.items) {
    if (item.competency !== competencyId) continue
    const { title } = item.source
    const known = titles.get(title['zh-CN'])
    if (known) known.count += 1
    else titles.set(title['zh-CN'], { title, count: 1 })
  }
  const rules = [...titles.values()].sort(
    (left, right) =>
      right.count - left.count || compareText(left.title['zh-CN'], right.title['zh-CN']),
  )
  return {
    description: competency?.description ?? { 'zh-CN': '', en: '' },
    rules: rules.slice(0, MOST_RULES).map(({ title }) => title),
  }
}
