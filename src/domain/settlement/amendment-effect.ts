import { latestResponses } from '../delivery/answers.ts'
import {
  amendedKeys,
  isCorrectNow,
  isCounted,
  type KeyAmendment,
} from '../measurement/key-amendment.ts'
import type { AmendmentEffect } from '../scheduling/amendment-views.ts'
import { itemsOf } from './attempt-evidence.ts'
import { type SettlementInput, settleAttempt } from './settle-attempt.ts'

/** What one more amendment does to closed attempts, told before anybody decides on it. */
export function effectOfAmendment(
  inputs: readonly SettlementInput[],
  amendment: KeyAmendment,
): AmendmentEffect {
  const effect = {
    attempts: 0,
    becomeRight: 0,
    becomeWrong: 0,
    notCounted: 0,
    nowPass: 0,
    nowFail: 0,
  }
  for (const input of inputs) {
    const item = itemsOf(input.form, input.bank).find(({ id }) => id === amendment.itemId)
    if (!item) continue
    const amended = { ...input, amendments: [...input.amendments, amendment] }
    const keys = [input, amended].map(({ bank, amendments }) => amendedKeys(bank, amendments))
    const given = latestResponses(input.entries).get(item.id) ?? null
    const [before, after] = keys.map((each) => isCorrectNow(item, given, each) === true)
    const counts = keys[1] !== undefined && isCounted(item, keys[1])
    const [passedBefore, passedAfter] = [input, amended].map(
      (each) => settleAttempt(each).scores.passed,
    )
    effect.attempts += 1
    if (!counts) effect.notCounted += 1
    else if (after && !before) effect.becomeRight += 1
    else if (before && !after) effect.becomeWrong += 1
    if (passedAfter && !passedBefore) effect.nowPass += 1
    if (passedBefore && !passedAfter) effect.nowFail += 1
  }
  return effect
}
