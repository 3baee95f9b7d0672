import { categoryIn, type PatternBlock, packPatterns } from '../calibration/pattern-blocks.ts'
import { MISSING, type ResponseMatrix } from '../calibration/response-matrix.ts'
import {
  type CategoryTerms,
  categoryCountOf,
  categoryTerms,
  evaluateCategories,
  type ScoringItem,
} from './scoring-item.ts'

/** Sums over the items of a block, per response pattern: pattern p at node q at p * nodes + q. */
export type PatternTable = Float64Array

/** Blocks of items with the patterns that occur. */
export interface OccurringPatterns {
  readonly blocks: readonly PatternBlock[]
  readonly occurring: readonly Uint8Array[]
}

/** A matrix of responses to items, whose categories are those of the items, not of the data. */
export function matrixFor(items: readonly ScoringItem[], values: Int8Array): ResponseMatrix {
  const itemCount = items.length
  const personCount = itemCount === 0 ? 0 : values.length / itemCount
  const categoryCounts = items.map(categoryCountOf)
  if (!Number.isInteger(personCount)) throw new Error('the responses are no whole rows')
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number
    if (value < MISSING || value >= (categoryCounts[at % itemCount] as number)) {
      throw new Error(`item ${(at % itemCount) + 1} has no category ${value}`)
    }
  }
  return {
    personCount,
    itemCount,
    values,
    categoryCounts,
    weights: new Float64Array(personCount).fill(1),
  }
}

/** Cuts the items into blocks and marks which patterns somebody has. */
export function occurringPatterns(matrix: ResponseMatrix): OccurringPatterns {
  const blocks = packPatterns(matrix)
  const occurring = blocks.map(({ patternCount, codes }) => {
    const marks = new Uint8Array(patternCount)
    for (let person = 0; person < codes.length; person += 1) marks[codes[person] as number] = 1
    return marks
  })
  return { blocks, occurring }
}

/** What is summed: a value per category of an item from its terms. */
export type TermOf = (terms: CategoryTerms, category: number) => number

/** Sums of a term over the items of each block, for the patterns that occur. */
export function patternTables(
  items: readonly ScoringItem[],
  { blocks, occurring }: OccurringPatterns,
  { nodes, termOf }: { readonly nodes: Float64Array; readonly termOf: TermOf },
): PatternTable[] {
  const tables = items.map((item) => itemTable(item, nodes, termOf))
  const count = nodes.length
  return blocks.map((block, place) => {
    const sums = new Float64Array(block.patternCount * count)
    const marks = occurring[place] as Uint8Array
    for (let pattern = 0; pattern < block.patternCount; pattern += 1) {
      if (marks[pattern] === 0) continue
      for (const item of block.items) {
        const category = categoryIn(pattern, item)
        if (category < 0) continue
        const own = tables[item.item] as Float64Array
        for (let node = 0; node < count; node += 1) {
          const at = pattern * count + node
          sums[at] = (sums[at] as number) + (own[category * count + node] as number)
        }
      }
    }
    return sums
  })
}

function itemTable(item: ScoringItem, nodes: Float64Array, termOf: TermOf): Float64Array {
  const categoryCount = categoryCountOf(item)
  const terms = categoryTerms(categoryCount)
  const table = new Float64Array(categoryCount * nodes.length)
  nodes.forEach((theta, node) => {
    evaluateCategories(item, theta, terms)
    for (let category = 0; category < categoryCount; category += 1) {
      table[category * nodes.length + node] = termOf(terms, category)
    }
  })
  return table
}

/** Adds up one person's block sums into `into`. */
export function addPerson(
  into: Float64Array,
  person: number,
  { blocks, tables }: Pick<OccurringPatterns, 'blocks'> & { readonly tables: PatternTable[] },
): void {
  const count = into.length
  for (let block = 0; block < blocks.length; block += 1) {
    const table = tables[block] as Float64Array
    const offset = ((blocks[block] as PatternBlock).codes[person] as number) * count
    for (let node = 0; node < count; node += 1) {
      into[node] = (into[node] as number) + (table[offset + node] as number)
    }
  }
}
