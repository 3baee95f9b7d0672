import { jointTail } from './pair-bounds.ts'
import { type CellRoom, fillTail } from './pair-cell.ts'

/** Rounding of exact tails must dismiss nobody. */
const ROUNDING = 1 + 1e-9

/** P(at least so many matches), of right ones, and of those that are not right. */
export interface CountTails {
  readonly match: number
  readonly right: number
  readonly wrong: number
}

/** What a pair is judged by. */
export interface TellingLimits {
  readonly alpha: number
  readonly jointLimit: number
}

export function isTelling(
  { match, right, wrong }: CountTails,
  { alpha, jointLimit: limit }: TellingLimits,
): boolean {
  return Math.min(match, right, wrong) < alpha * ROUNDING || right * wrong < limit
}

/** The p by which survivors are ranked. */
export function rankingTail({ match, right, wrong }: CountTails): number {
  return Math.min(match, right, wrong, jointTail(right * wrong))
}

/** Which pairs of counts stay where all items are shared, at matches * (items + 1) + wrong. */
export function fillKept(room: CellRoom, { alpha, jointLimit: limit }: TellingLimits): void {
  const { rightLows, lows, wrongLows, rightTail, matchTail, wrongTail, kept } = room
  const itemCount = lows.length
  fillTail(rightLows, rightTail)
  fillTail(lows, matchTail)
  fillTail(wrongLows, wrongTail)
  const least = alpha * ROUNDING
  for (let matches = 0; matches <= itemCount; matches += 1) {
    const match = matchTail[matches] as number
    const row = matches * (itemCount + 1)
    for (let count = 0; count <= matches; count += 1) {
      const wrong = wrongTail[count] as number
      const right = rightTail[matches - count] as number
      const stays = match < least || wrong < least || right < least || right * wrong < limit
      kept[row + count] = stays ? 1 : 0
    }
  }
}
