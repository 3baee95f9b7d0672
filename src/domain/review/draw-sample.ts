import { hmacHex } from '../digest.ts'
import { fractionOf } from './fraction-of.ts'

/**
 * Whether the lot falls on an attempt: an HMAC-SHA-256 of its id under the exam's secret, read as
 * a fraction, lies below the share. Each attempt's lot is its own, so nobody's depends on who else
 * sat; it follows from what was committed to at publication, so nobody can choose whom to look at,
 * and from the secret once that is revealed, so that anybody can check it. It counts for attempts
 * without a case on evidence when the exam becomes final.
 */
export function isSampled(drawing: {
  readonly secretHex: string
  readonly attemptId: string
  /** From 0 (nobody) to 1 (everybody). */
  readonly share: number
}): boolean {
  return (
    fractionOf(hmacHex(drawing.secretHex, `review-sample/${drawing.attemptId}`)) < drawing.share
  )
}
