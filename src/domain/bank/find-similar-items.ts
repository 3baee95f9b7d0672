import type { Item } from './item.ts'
import { characterBigrams, wordPairs } from './near-duplicates.ts'
import { similarPairs } from './similar-pairs.ts'

/** The share of parts at which a bank's check names a pair, too. */
const SIMILARITY = 0.7

/** Another item whose stem is nearly the same, 0 to 1 in each language. */
export interface SimilarItem {
  readonly itemId: string
  readonly chinese: number
  readonly english: number
}

/**
 * The items whose stems are nearly those of one item in either language, the most similar
 * first; by the same measure and threshold as a bank's near duplicates.
 */
export function findSimilarItems(
  item: Pick<Item, 'id' | 'stem'>,
  others: readonly Pick<Item, 'id' | 'stem'>[],
): SimilarItem[] {
  const [chinese, english] = [characterBigrams(item.stem['zh-CN']), wordPairs(item.stem.en)]
  return others
    .filter(({ id }) => id !== item.id)
    .map(({ id, stem }) => ({
      itemId: id,
      chinese: similarity(chinese, characterBigrams(stem['zh-CN'])),
      english: similarity(english, wordPairs(stem.en)),
    }))
    .filter((found) => closest(found) > 0)
    .sort((a, b) => closest(b) - closest(a) || (a.itemId < b.itemId ? -1 : 1))
}

function closest({ chinese, english }: SimilarItem): number {
  return Math.max(chinese, english)
}

/** 0 below the threshold. */
function similarity(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return similarPairs([left, right], SIMILARITY)[0]?.similarity ?? 0
}
