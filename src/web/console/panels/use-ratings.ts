import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { RatingInput } from '../../../domain/measurement/standard-setting/panel.ts'
import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { api } from '../../shared/api.ts'

export interface Ratings {
  readonly count: number
  readonly saving: 'saved' | 'busy' | 'failed'
  readonly error: unknown
  readonly retry: () => void
  /** The percentage given in this round; null while there is none. */
  readonly percentOf: (level: string, item: string) => number | null
  /** The percentage of the round before. */
  readonly beforeOf: (level: string, item: string) => number | null
  readonly rate: (level: string, item: string, percent: number) => void
}

const keyOf = (level: string, item: string): string => JSON.stringify([level, item])
const asPercents = (list: readonly RatingInput[]): ReadonlyMap<string, number> =>
  new Map(
    list.map(({ level, item, probability }) => [
      keyOf(level, item),
      Math.round(probability * 1000) / 10,
    ]),
  )

/** The judge's ratings, each saved as it is given; what failed can be sent again. */
export function useRatings(panel: MyPanelView): Ratings {
  const [given, setGiven] = useState(() => asPercents(panel.ratings))
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, RatingInput>>(new Map())
  const before = asPercents(panel.before)
  const saving = useMutation({
    mutationFn: (ratings: readonly RatingInput[]) =>
      api.post(`/my/panels/${panel.panelId}/ratings`, { round: panel.round, ratings }),
    onSuccess: (_, sent) =>
      setUnsaved((waiting) => {
        const left = new Map(waiting)
        for (const one of sent) {
          const key = keyOf(one.level, one.item)
          if (left.get(key)?.probability === one.probability) left.delete(key)
        }
        return left
      }),
  })
  const rate = (level: string, item: string, percent: number): void => {
    const key = keyOf(level, item)
    const rating = { level, item, probability: percent / 100 }
    setGiven((all) => new Map(all).set(key, percent))
    const waiting = new Map(unsaved).set(key, rating)
    setUnsaved(waiting)
    // What failed before goes along.
    saving.mutate([...waiting.values()])
  }
  return {
    count: given.size,
    saving: saving.isPending ? 'busy' : unsaved.size > 0 ? 'failed' : 'saved',
    error: saving.error,
    retry: () => saving.mutate([...unsaved.values()]),
    percentOf: (level, item) => given.get(keyOf(level, item)) ?? null,
    beforeOf: (level, item) => before.get(keyOf(level, item)) ?? null,
    rate,
  }
}
