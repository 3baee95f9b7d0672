import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import { type AnsweredOrder, shared } from './pair-order.ts'

const WORD_BITS = 32

/** Answers as bits: word w of the person at a place stands at w * places + place. */
export interface PairPlanes {
  readonly itemCount: number
  /** Words a person takes in a plane. */
  readonly words: number
  /** Items answered. */
  readonly presence: Int32Array
  /** Answers that are not right, or whose key is unknown. */
  readonly wrong: Int32Array
  /** Plane p holds bit p of the answers' categories, one plane after the other. */
  readonly bits: Int32Array
  readonly planeCount: number
}

/** Writes the answers of persons, in their order, into bit planes. */
export function writePlanes({ model, items, known, keys, persons }: AnsweredOrder): PairPlanes {
  const places = persons.length
  const words = Math.ceil(items.length / WORD_BITS)
  const planeCount = Math.max(1, 32 - Math.clz32(model.stride - 1))
  const size = words * places
  const presence = shared(Int32Array, size)
  const wrong = shared(Int32Array, size)
  const bits = shared(Int32Array, size * planeCount)
  for (let place = 0; place < places; place += 1) {
    const row = (persons[place] as number) * items.length
    for (let at = 0; at < items.length; at += 1) {
      const answer = known[row + at] as number
      if (answer === MISSING) continue
      const word = (at >>> 5) * places + place
      const bit = 1 << (at & 31)
      presence[word] = (presence[word] as number) | bit
      if (answer !== keys[at]) wrong[word] = (wrong[word] as number) | bit
      for (let plane = 0; plane < planeCount; plane += 1) {
        const into = plane * size + word
        if ((answer >>> plane) & 1) bits[into] = (bits[into] as number) | bit
      }
    }
  }
  return { itemCount: items.length, words, planeCount, presence, wrong, bits }
}
