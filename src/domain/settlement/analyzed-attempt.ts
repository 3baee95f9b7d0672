import type { ResponseValue } from '../bank/response-value.ts'
import type { Scores } from '../measurement/scores.ts'

/** What one closed attempt did on one item that counts. */
export interface AnalyzedItem {
  readonly itemId: string
  /** Unanswered counts as wrong, as in scoring. */
  readonly correct: boolean
  readonly response: ResponseValue
  /** Null when never answered. */
  readonly seconds: number | null
}

/** One closed attempt as the analysis of an exam sees it. */
export interface AnalyzedAttempt {
  readonly unitPath: string
  readonly rank: string
  readonly scores: Scores
  readonly items: readonly AnalyzedItem[]
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
