import fc from 'fast-check'
import {
  ALIKE_RIGHT,
  ALIKE_WRONG,
  type SharedAnswers,
  UNLIKE,
} from '../../../../src/domain/forensics/similarity/shared-answers.ts'

/** Shared items with any chances and outcomes; impossible matches among them, no certain ones. */
export function sharedAnswers(most: number, least = 1): fc.Arbitrary<SharedAnswers> {
  const item = fc
    .record({
      right: fc.double({ min: 0.001, max: 0.9, noNaN: true }),
      wrong: fc.double({ min: 0, max: 0.99, noNaN: true }),
      outcome: fc.constantFrom(UNLIKE, ALIKE_RIGHT, ALIKE_WRONG),
    })
    .map(({ right, wrong, outcome }) => {
      const alike = (1 - right) * wrong
      return { right, wrong: alike, outcome: alike > 0 ? outcome : Math.min(outcome, ALIKE_RIGHT) }
    })
  return fc.array(item, { minLength: least, maxLength: most }).map(asShared)
}

interface SharedItem {
  readonly right: number
  readonly wrong: number
  readonly outcome: number
}

export function asShared(items: readonly SharedItem[]): SharedAnswers {
  return {
    count: items.length,
    items: Int32Array.from(items.keys()),
    rightChances: Float64Array.from(items, ({ right }) => right),
    wrongChances: Float64Array.from(items, ({ wrong }) => wrong),
    outcomes: Uint8Array.from(items, ({ outcome }) => outcome),
    matches: items.filter(({ outcome }) => outcome !== UNLIKE).length,
    identicalWrong: items.filter(({ outcome }) => outcome === ALIKE_WRONG).length,
  }
}
