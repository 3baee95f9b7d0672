import { MISSING, type ResponseMatrix } from './response-matrix.ts'

/** Some items whose responses together make one small number per person. */
export interface PatternBlock {
  readonly items: readonly BlockItem[]
  /** How many patterns the items can make. */
  readonly patternCount: number
  /** Per person the pattern. */
  readonly codes: Uint8Array
}

interface BlockItem {
  readonly item: number
  /** What one step of the item's state adds to the pattern. */
  readonly stride: number
  /** States the item has: its categories, and one more where responses are missing. */
  readonly stateCount: number
  /** What to add to a state for its category: -1 where state 0 is missing. */
  readonly shift: 0 | -1
}

/** As many patterns as a byte can name. */
const MOST_PATTERNS = 256

/**
 * Cuts the items into blocks of at most 256 response patterns (eight items of two categories).
 * The likelihood of a whole block at a node is then looked up, not computed, and expected counts
 * are added once a block instead of once an item: several times less work, with the same sums.
 */
export function packPatterns(matrix: ResponseMatrix): PatternBlock[] {
  const { itemCount, categoryCounts } = matrix
  const isMissing = missingItems(matrix)
  const groups: BlockItem[][] = []
  let [group, stride]: [BlockItem[], number] = [[], 1]
  for (let item = 0; item < itemCount; item += 1) {
    const missing = isMissing[item] === true
    const stateCount = (categoryCounts[item] ?? 2) + (missing ? 1 : 0)
    if (group.length > 0 && stride * stateCount > MOST_PATTERNS) {
      groups.push(group)
      group = []
      stride = 1
    }
    group.push({ item, stride, stateCount, shift: missing ? -1 : 0 })
    stride *= stateCount
  }
  if (group.length > 0) groups.push(group)
  return groups.map((items) => packBlock(matrix, items))
}

function missingItems({ personCount, itemCount, values }: ResponseMatrix): boolean[] {
  const missing = Array.from({ length: itemCount }, () => false)
  for (let person = 0; person < personCount; person += 1) {
    for (let item = 0; item < itemCount; item += 1) {
      if (values[person * itemCount + item] === MISSING) missing[item] = true
    }
  }
  return missing
}

function packBlock(matrix: ResponseMatrix, items: readonly BlockItem[]): PatternBlock {
  const { personCount, itemCount, values } = matrix
  const codes = new Uint8Array(personCount)
  for (const { item, stride, shift } of items) {
    for (let person = 0; person < personCount; person += 1) {
      const state = (values[person * itemCount + item] ?? MISSING) - shift
      codes[person] = (codes[person] ?? 0) + stride * state
    }
  }
  const last = items.at(-1)
  return { items, patternCount: last ? last.stride * last.stateCount : 1, codes }
}

/** The category of an item in a pattern; -1 for missing. */
export function categoryIn(pattern: number, { stride, stateCount, shift }: BlockItem): number {
  return (Math.floor(pattern / stride) % stateCount) + shift
}
