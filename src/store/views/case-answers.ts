import { answerText } from '../../domain/bank/answer-text.ts'
import { latestResponses } from '../../domain/delivery/answers.ts'
import type { AttemptRecord, ItemRecord } from '../../domain/forensics/attempt-record.ts'
import { estimateSpeed, isTime } from '../../domain/measurement/lognormal-times.ts'
import type { CaseView } from '../../domain/review/views.ts'
import {
  type AttemptEvidence,
  itemsOf,
  recordOf,
} from '../../domain/settlement/attempt-evidence.ts'

type Answer = CaseView['answers'][number]

/** Of a normal residual 95 in 100 lie within so many standard deviations. */
const WITHIN_95 = 1.959964

/** Answers and times of an attempt, item by item in the order of its form, against the models. */
export function caseAnswers(evidence: AttemptEvidence): Answer[] {
  const { bank, form, entries } = evidence
  const record = recordOf(evidence, { theta: 0, accommodated: false })
  const timesOf = timesAgainstModel(record)
  const names = new Map(bank.competencies.map(({ id, name }) => [id, name]))
  const answers = latestResponses(entries)
  const items = itemsOf(form, bank)
  return record.items.flatMap((one) => {
    const item = items[one.position - 1]
    if (!item) return []
    return [
      {
        position: one.position,
        itemId: item.id,
        type: item.type,
        competency: names.get(item.competency) ?? { 'zh-CN': item.competency, en: item.competency },
        stem: item.stem,
        answer: answerText(item, answers.get(item.id) ?? null),
        correct: one.correct,
        seconds: one.seconds,
        expectedSeconds: one.expectedSeconds,
        ...timesOf(one),
      },
    ]
  })
}

/**
 * Under the lognormal model (van der Linden 2006) at the person's own speed, estimated from all of
 * their times: the median with the interval that 95 in 100 times lie in, and the standardized
 * residual of log seconds, below 0 fast.
 */
function timesAgainstModel(
  record: AttemptRecord,
): (item: ItemRecord) => Pick<Answer, 'residual' | 'expected'> {
  const timed = record.items.flatMap(({ seconds, timeParameters }) =>
    seconds !== null && isTime(seconds) ? [{ seconds, timeParameters }] : [],
  )
  if (timed.length === 0) return () => ({ residual: null, expected: null })
  const tau = estimateSpeed(timed, record.speedDeviation).tauEap
  return ({ seconds, timeParameters }) => {
    const { timeIntensity, timeDiscrimination } = timeParameters
    const middle = timeIntensity - tau
    const spread = WITHIN_95 / timeDiscrimination
    const residual =
      seconds !== null && isTime(seconds) ? (Math.log(seconds) - middle) * timeDiscrimination : null
    return {
      residual,
      expected: {
        seconds: Math.exp(middle),
        low: Math.exp(middle - spread),
        high: Math.exp(middle + spread),
      },
    }
  }
}
