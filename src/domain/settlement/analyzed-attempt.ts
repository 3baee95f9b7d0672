import type { ResponseValue } from '../bank/response-value.ts'
import { latestResponses } from '../delivery/answers.ts'
import { amendedKeys, isCounted } from '../measurement/key-amendment.ts'
import type { Scores } from '../measurement/scores.ts'
import type { Language } from '../text.ts'
import { type AttemptEvidence, countedItems, recordOf } from './attempt-evidence.ts'

/** What one closed attempt did on one item that counts. */
export interface AnalyzedItem {
  readonly itemId: string
  /** Unanswered counts as wrong, as in scoring. */
  readonly correct: boolean
  readonly response: ResponseValue
  /** Null when never answered. */
  readonly seconds: number | null
  /** Seconds it is expected to take, by the exam's own times where these are known. */
  readonly expectedSeconds: number
}

/** One closed attempt as the analysis of an exam sees it. */
export interface AnalyzedAttempt {
  readonly attemptId: string
  /** Name of the candidate. */
  readonly person: string
  readonly unitPath: string
  readonly rank: string
  /** As `ageBandOf`; null where the birth year is not known. */
  readonly ageBand: string | null
  /** The language all answers were given in; null where not known or changed. */
  readonly language: Language | null
  readonly scores: Scores
  readonly items: readonly AnalyzedItem[]
}

/** What an attempt did on the items that count, with the keys as they are now. */
export function analyzedItems(evidence: AttemptEvidence): AnalyzedItem[] {
  const { bank, form, entries, amendments } = evidence
  const amended = amendedKeys(bank, amendments)
  // Times and right answers do not depend on the ability.
  const record = recordOf(evidence, { theta: 0, accommodated: false })
  const responses = latestResponses(entries)
  const counted = countedItems(form, bank).filter((item) => isCounted(item, amended))
  const ids = new Set(counted.map(({ id }) => id))
  return record.items
    .filter(({ itemId }) => ids.has(itemId))
    .map(({ itemId, correct, seconds, expectedSeconds }) => ({
      itemId,
      correct: correct === true,
      response: responses.get(itemId) ?? null,
      seconds,
      expectedSeconds,
    }))
}

/** One candidate's work on one item, with how they did on the rest of their form. */
export interface ItemAnswer extends AnalyzedItem {
  readonly theta: number
  /** Share right of the other items; null where there are none. */
  readonly rest: number | null
}

/** Every item's answers, each with the share right of the candidate's other items. */
export function answersByItem(attempts: readonly AnalyzedAttempt[]): Map<string, ItemAnswer[]> {
  const answers = attempts.flatMap(({ scores, items }) => {
    const right = items.filter(({ correct }) => correct).length
    const others = items.length - 1
    return items.map((item): ItemAnswer => {
      const rest = others > 0 ? (right - (item.correct ? 1 : 0)) / others : null
      return { ...item, theta: scores.overall.theta, rest }
    })
  })
  return Map.groupBy(answers, ({ itemId }) => itemId)
}
