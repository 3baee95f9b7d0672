import { tailCounts } from './generalized-binomial.ts'
import { ALIKE_RIGHT, ALIKE_WRONG, type SharedAnswers } from './shared-answers.ts'

/** Upper orthants this much apart, relatively, are one: rounding must not part a tie. */
const SAME = 1 + 1e-10

/**
 * M4 (Maynes 2014, in Kingston & Clark): every shared item ends right alike, wrong alike or unlike;
 * the joint distribution of the two counts is known exactly. p = probability of all pairs of counts
 * whose upper orthant P(R >= r, W >= w) is at most that of the counts observed. More telling than
 * GBT where wrong answers are taken over. Positive terms only, so that small p keep their digits.
 * Assumes answers independent given ability.
 */
export function m4(shared: SharedAnswers): number {
  let [right, wrong] = [0, 0]
  for (const outcome of shared.outcomes) {
    if (outcome === ALIKE_RIGHT) right += 1
    if (outcome === ALIKE_WRONG) wrong += 1
  }
  const tails = { right: tailCounts(shared.rightChances), wrong: tailCounts(shared.wrongChances) }
  const guess = guessOrthant((tails.right[right] as number) * (tails.wrong[wrong] as number))
  let found = orthantsWithin(shared, { right, wrong }, roomFor(tails, guess))
  const needed = roomFor(tails, found.limit)
  if (needed.right > found.room.right || needed.wrong > found.room.wrong) {
    found = orthantsWithin(shared, { right, wrong }, needed)
  }
  const { joint, orthants, limit } = found
  let p = 0
  // From many to few, hence from small to great.
  for (let at = joint.length - 1; at >= 0; at -= 1) {
    if ((orthants[at] as number) <= limit) p += joint[at] as number
  }
  return Math.min(1, p)
}

/** Counts of both kinds. */
interface Counts {
  readonly right: number
  readonly wrong: number
}

/**
 * About what the orthant will be, from the product of both tails: below it, as the more of one kind
 * the less of the other. Too small a guess costs some room, too great a one a second turn.
 */
function guessOrthant(product: number): number {
  return 0.1 * product ** 1.5
}

/** Counts so great that one of them alone is as unlikely as the limit: what comes is in the tail. */
function roomFor(
  tails: { readonly right: Float64Array; readonly wrong: Float64Array },
  limit: number,
): Counts {
  return { right: firstWithin(tails.right, limit), wrong: firstWithin(tails.wrong, limit) }
}

function orthantsWithin(shared: SharedAnswers, observed: Counts, asked: Counts) {
  const room = {
    right: Math.max(asked.right, observed.right),
    wrong: Math.max(asked.wrong, observed.wrong),
  }
  const size = room.wrong + 1
  const joint = jointCounts(shared, room.right, room.wrong)
  const orthants = upperOrthants(joint, size)
  const limit = (orthants[observed.right * size + observed.wrong] as number) * SAME
  return { room, joint, orthants, limit }
}

/** The least count whose tail is no greater than the limit. */
function firstWithin(tails: Float64Array, limit: number): number {
  const place = tails.findIndex((tail) => tail <= limit)
  return place < 0 ? tails.length - 1 : place
}

/**
 * P(r right alike, w wrong alike) at r * (mostWrong + 1) + w, item by item; the last row and column
 * stand for "as many or more".
 */
function jointCounts(
  { count, rightChances, wrongChances }: SharedAnswers,
  mostRight: number,
  mostWrong: number,
): Float64Array {
  const size = mostWrong + 1
  const joint = new Float64Array((mostRight + 1) * size)
  joint[0] = 1
  for (let item = 0; item < count; item += 1) {
    const right = rightChances[item] as number
    const wrong = wrongChances[item] as number
    const unlike = Math.max(0, 1 - right - wrong)
    for (let r = Math.min(item + 1, mostRight); r >= 0; r -= 1) {
      const stay = r === mostRight ? unlike + right : unlike
      const top = Math.min(item + 1 - r + (r === mostRight ? item : 0), mostWrong)
      addItem(joint, { row: r * size, size, top }, { stay, wrong, below: r === 0 ? 0 : right })
    }
  }
  return joint
}

/**
 * One item on one row of counts, from the row's left to its right: by far most of the work, so each
 * old value is read once and handed on. The last column stays where it is, whatever comes.
 */
function addItem(
  joint: Float64Array,
  { row, size, top }: { readonly row: number; readonly size: number; readonly top: number },
  chances: { readonly stay: number; readonly wrong: number; readonly below: number },
): void {
  const { stay, wrong, below } = chances
  const under = below === 0 ? row : row - size
  const inner = Math.min(top, size - 2)
  let before = 0
  for (let w = 0; w <= inner; w += 1) {
    const own = joint[row + w] as number
    joint[row + w] = own * stay + before * wrong + (joint[under + w] as number) * below
    before = own
  }
  if (top < size - 1) return
  const last = row + size - 1
  const own = (joint[last] as number) * (stay + wrong)
  joint[last] = own + before * wrong + (joint[under + size - 1] as number) * below
}

/** P(R >= r, W >= w): summed along rows, then along columns; nothing is subtracted. */
function upperOrthants(joint: Float64Array, size: number): Float64Array {
  const sums = joint.slice()
  for (let at = sums.length - 2; at >= 0; at -= 1) {
    if (at % size < size - 1) sums[at] = (sums[at] as number) + (sums[at + 1] as number)
  }
  for (let at = sums.length - size - 1; at >= 0; at -= 1) {
    sums[at] = (sums[at] as number) + (sums[at + size] as number)
  }
  return sums
}
