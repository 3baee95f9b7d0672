import { useState } from 'react'
import type { LiveAttemptRow } from '../../../../domain/delivery/live-attempts.ts'

/** Who is chosen, on whatever page of the list they stand. */
export interface Choice {
  /** Each as last seen. */
  readonly rows: readonly LiveAttemptRow[]
  readonly has: (row: LiveAttemptRow) => boolean
  readonly set: (rows: readonly LiveAttemptRow[], chosen: boolean) => void
  readonly clear: () => void
}

/** Keeps who is chosen; what is shown of them now comes from the page that shows them. */
export function useChoice(shown: readonly LiveAttemptRow[]): Choice {
  const [chosen, setChosen] = useState<ReadonlyMap<string, LiveAttemptRow>>(new Map())
  const newest = new Map(shown.map((row) => [row.attemptId, row]))
  const set: Choice['set'] = (rows, isChosen) =>
    setChosen((before) => {
      const after = new Map(before)
      for (const row of rows) {
        if (row.attemptId === null) continue
        if (isChosen) after.set(row.attemptId, row)
        else after.delete(row.attemptId)
      }
      return after
    })
  return {
    rows: [...chosen.values()].map((row) => newest.get(row.attemptId) ?? row),
    has: ({ attemptId }) => attemptId !== null && chosen.has(attemptId),
    set,
    clear: () => setChosen(new Map()),
  }
}
