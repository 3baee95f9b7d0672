import { say } from '../bank/finding.ts'
import { digestOf } from '../digest.ts'
import type { ReviewRules } from '../scheduling/review-rules.ts'
import type { LocalizedText } from '../text.ts'
import { KEPT_UNTIL, RECORDED, SEEN_BY } from './notice.ts'
import { reviewNotice } from './review-notice.ts'

/** What a candidate agrees to, under the notice it speaks of. */
export const CONSENT_STATEMENT: LocalizedText = say(
  '我已阅读上述说明，同意在本次考试中按其内容记录、查看和保存。',
  'I have read the notice above and agree to this being recorded, seen and kept as it says.',
)

/**
 * Digest of everything a candidate of an exam with these rules consents to: whoever agreed to
 * another wording agreed to something else. SHA-256, hexadecimal.
 */
export function consentDigest(rules: ReviewRules): string {
  return digestOf({
    recorded: RECORDED,
    keptUntil: KEPT_UNTIL,
    seenBy: SEEN_BY,
    review: reviewNotice(rules),
    statement: CONSENT_STATEMENT,
  })
}
