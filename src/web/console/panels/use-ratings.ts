import type { RatingInput } from '../../../domain/measurement/standard-setting/panel.ts'
import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'
import { type Answers, useAnswers } from './use-answers.ts'

export interface Ratings
  extends Pick<Answers<RatingInput>, 'count' | 'saving' | 'error' | 'retry'> {
  /** The percentage given in this round; null while there is none. */
  readonly percentOf: (level: string, item: string) => number | null
  /** The percentage of the round before. */
  readonly beforeOf: (level: string, item: string) => number | null
  readonly rate: (level: string, item: string, percent: number) => void
}

const keyOf = ({ level, item }: Pick<RatingInput, 'level' | 'item'>): string =>
  JSON.stringify([level, item])
const asPercent = (rating: RatingInput | undefined): number | null =>
  rating === undefined ? null : Math.round(rating.probability * 1000) / 10

/** The judge's ratings, each saved as it is given; what failed can be sent again. */
export function useRatings(panel: MyPanelView): Ratings {
  const before = new Map(panel.before.map((rating) => [keyOf(rating), rating]))
  const { find, give, ...answers } = useAnswers<RatingInput>({
    given: panel.ratings,
    keyOf,
    send: (ratings) =>
      api.post(`/my/panels/${panel.panelId}/ratings`, { round: panel.round, ratings }),
  })
  return {
    ...answers,
    percentOf: (level, item) => asPercent(find(keyOf({ level, item }))),
    beforeOf: (level, item) => asPercent(before.get(keyOf({ level, item }))),
    rate: (level, item, percent) => give({ level, item, probability: percent / 100 }),
  }
}
