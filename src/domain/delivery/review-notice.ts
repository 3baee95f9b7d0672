import { say } from '../bank/finding.ts'
import type { ReviewRules } from '../scheduling/review-rules.ts'
import type { LocalizedText } from '../text.ts'

/** One place after the point where it is needed: 10, but 3.2. */
function short(value: number): string {
  return String(Number(value.toPrecision(2)))
}

/**
 * When people look at an attempt of an exam, as its candidates read it before they start: the
 * threshold as odds (ten to the power of the weight of evidence, Good 1950), and how many
 * attempts are looked at by chance.
 */
export function reviewNotice({ opensAt, sampleShare }: ReviewRules): LocalizedText[] {
  const odds = short(10 ** opensAt)
  const threshold = say(
    `线索合计达到约 ${odds} 比 1（即“作答异常”的可能性按各项证据上升到原来的 ${odds} 倍）时，由核查人员查看；核查期间奖励暂缓，核查本身不是处分`,
    `Auditors look at an attempt when all leads together reach odds of about ${odds} to 1 (they make something out of the ordinary ${odds} times as likely as before); awards wait meanwhile, and being looked at is no sanction`,
  )
  if (sampleShare === 0) return [threshold]
  const count = short(sampleShare * 100)
  return [
    threshold,
    say(
      `此外，没有达到这一程度的作答，每 100 份约有 ${count} 份在考试结束后由抽签决定是否查看；抽签由考前封存的密钥决定，事后任何人都能验算；奖励不因此等待`,
      `Of those that stay below, about ${count} in 100 are looked at by lot after the exam; the lot follows from the secret sealed beforehand, so that anybody can check it; no award waits for that`,
    ),
  ]
}
