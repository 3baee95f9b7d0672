import type { PairPlan } from './pair-plan.ts'

/** Counts of one person with each of a range of places, from 0. */
export interface MatchRoom {
  readonly matches: Int32Array
  readonly wrong: Int32Array
  readonly shared: Int32Array
  readonly unlike: Int32Array
  readonly omegas: Float64Array
}

/** Places that can be counted at once: words and counts of so many stay in the nearest cache. */
export const MOST_COLUMNS = 512

export function matchRoom(): MatchRoom {
  const room = () => new Int32Array(MOST_COLUMNS)
  return {
    matches: room(),
    wrong: room(),
    shared: room(),
    unlike: room(),
    omegas: new Float64Array(MOST_COLUMNS),
  }
}

/** Places compared with one person. */
export interface ColumnRange {
  readonly row: number
  readonly from: number
  readonly to: number
}

/**
 * Counts for one person and a range of others, by bits: items both answered, answers alike, and
 * those of them that are not right.
 */
export function countMatches(plan: PairPlan, range: ColumnRange, room: MatchRoom): void {
  const size = range.to - range.from
  room.matches.fill(0, 0, size)
  room.wrong.fill(0, 0, size)
  room.shared.fill(0, 0, size)
  for (let word = 0; word < plan.words; word += 1) {
    fillUnlike(plan, range, { room, word })
    addWord(plan, range, { room, word })
  }
}

/** The same where all answered every item: nothing is missing, so nothing is looked up. */
export function countFullMatches(plan: PairPlan, range: ColumnRange, room: MatchRoom): void {
  const { row, from, to } = range
  const { presence, wrong: wrongs, words, persons, itemCount } = plan
  const { matches, wrong, shared, unlike } = room
  const size = to - from
  matches.fill(0, 0, size)
  wrong.fill(0, 0, size)
  shared.fill(itemCount, 0, size)
  for (let word = 0; word < words; word += 1) {
    fillUnlike(plan, range, { room, word })
    const ownPresence = presence[word * persons.length + row] as number
    const ownWrong = wrongs[word * persons.length + row] as number
    for (let at = 0; at < size; at += 1) {
      const alike = ownPresence & ~(unlike[at] as number)
      matches[at] = (matches[at] as number) + countBits(alike)
      wrong[at] = (wrong[at] as number) + countBits(alike & ownWrong)
    }
  }
}

interface WordOf {
  readonly room: MatchRoom
  readonly word: number
}

/** Sets the bits of items whose categories differ. */
function fillUnlike(plan: PairPlan, { row, from, to }: ColumnRange, { room, word }: WordOf): void {
  const { bits, planeCount, persons, words } = plan
  const { unlike } = room
  const size = to - from
  for (let plane = 0; plane < planeCount; plane += 1) {
    const base = (plane * words + word) * persons.length
    const [own, start] = [bits[base + row] as number, base + from]
    if (plane === 0) {
      for (let at = 0; at < size; at += 1) unlike[at] = own ^ (bits[start + at] as number)
    } else {
      for (let at = 0; at < size; at += 1) {
        unlike[at] = (unlike[at] as number) | (own ^ (bits[start + at] as number))
      }
    }
  }
}

function addWord(plan: PairPlan, { row, from, to }: ColumnRange, { room, word }: WordOf): void {
  const { presence, wrong: wrongs, persons } = plan
  const { matches, wrong, shared, unlike } = room
  const base = word * persons.length
  const ownPresence = presence[base + row] as number
  const ownWrong = wrongs[base + row] as number
  for (let at = 0; at < to - from; at += 1) {
    const both = ownPresence & (presence[base + from + at] as number)
    const alike = both & ~(unlike[at] as number)
    shared[at] = (shared[at] as number) + countBits(both)
    matches[at] = (matches[at] as number) + countBits(alike)
    wrong[at] = (wrong[at] as number) + countBits(alike & ownWrong)
  }
}

/** Number of bits set, by halving (Warren 2013, figure 5-2). */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
