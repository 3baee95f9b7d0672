import { hmacHex } from '../digest.ts'
import { compareText } from '../text.ts'
import { fractionOf } from './fraction-of.ts'

/** So many are called by lot at least, where there are so many: one alone would stand out. */
const FEWEST_DRAWN = 5

/**
 * Whom the lot calls to a re-test: those whose HMAC-SHA-256 under the re-test's own secret, read as
 * a fraction, lies below the share, and in any case the five lowest. The secret is drawn with the
 * publication, so nobody can know or choose whom it calls; once it is revealed, anybody can check.
 */
export function drawVerified(drawing: {
  readonly secretHex: string
  readonly personIds: readonly string[]
  /** From 0 (five) to 1 (everybody). */
  readonly share: number
}): ReadonlySet<string> {
  const { secretHex, personIds, share } = drawing
  const lots = personIds
    .map((id) => ({ id, lot: fractionOf(hmacHex(secretHex, `verification/${id}`)) }))
    .sort((one, other) => one.lot - other.lot || compareText(one.id, other.id))
  return new Set(
    lots.filter(({ lot }, place) => lot < share || place < FEWEST_DRAWN).map(({ id }) => id),
  )
}
