import type { Bank } from './bank.ts'
import { type Finding, pointerTo, say } from './finding.ts'
import { type SimilarPair, similarPairs } from './similar-pairs.ts'

/** Stems that share this much of their parts (Jaccard) are named. */
const SIMILARITY = 0.7
/** More pairs than this are counted, not named: the bank has one fault, not thousands. */
const PAIRS_NAMED = 200
/** More pairs than this are not even counted. */
const PAIRS_LOOKED_FOR = 5000

/** Items whose stems are nearly the same in either language. Declared enemies are let pass. */
export function nearDuplicateFindings(bank: Bank): Finding[] {
  const chinese = similarPairs(
    bank.items.map(({ stem }) => characterBigrams(stem['zh-CN'])),
    SIMILARITY,
    PAIRS_LOOKED_FOR,
  )
  const english = similarPairs(
    bank.items.map(({ stem }) => wordPairs(stem.en)),
    SIMILARITY,
    PAIRS_LOOKED_FOR,
  )
  const pairs = new Map<string, SimilarPair>()
  for (const pair of [...chinese, ...english]) {
    const key = `${pair.left}-${pair.right}`
    const similarity = Math.max(pair.similarity, pairs.get(key)?.similarity ?? 0)
    pairs.set(key, { ...pair, similarity })
  }
  const undeclared = [...pairs.values()]
    .filter((pair) => !areEnemies(bank, pair))
    .sort((a, b) => b.similarity - a.similarity || a.left - b.left || a.right - b.right)
  const named = undeclared.slice(0, PAIRS_NAMED).map((pair) => nameOf(bank, pair))
  return [...named, ...restOf(undeclared.length - PAIRS_NAMED)]
}

/** Two characters in a row, as a set; punctuation and spaces do not count. */
export function characterBigrams(text: string): Set<string> {
  const bare = [
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  ]
  return new Set(bare.slice(1).map((character, index) => `${bare[index]}${character}`))
}

/** Two words in a row, as a set. */
export function wordPairs(text: string): Set<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`))
}

function areEnemies(bank: Bank, { left, right }: SimilarPair): boolean {
  const [one, other] = [bank.items[left], bank.items[right]]
  if (!one || !other) return false
  return one.enemies.includes(other.id) || other.enemies.includes(one.id)
}

function nameOf(bank: Bank, { left, right, similarity }: SimilarPair): Finding {
  const [before, item] = [bank.items[left]?.id ?? '', bank.items[right]?.id ?? '']
  const percent = Math.round(similarity * 100)
  return {
    pointer: pointerTo('items', right, 'stem'),
    item,
    severity: 'warning',
    code: 'near-duplicate',
    message: say(
      `${item} 与 ${before} 的题干有 ${percent}% 相同；若是同题变体，请列为互斥题`,
      `the stems of ${item} and ${before} agree by ${percent} %; name variants of one item as enemies`,
    ),
  }
}

function restOf(count: number): Finding[] {
  if (count <= 0) return []
  return [
    {
      pointer: '/items',
      item: null,
      severity: 'warning',
      code: 'near-duplicates-more',
      message: say(
        `至少还有 ${count} 对相近的题干`,
        `at least ${count} more pairs of stems are nearly the same`,
      ),
    },
  ]
}
