import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useLeaveGuard } from '../parts/use-leave-guard.ts'

interface Asked<Answer> {
  /** What was given in this round before. */
  readonly given: readonly Answer[]
  /** What an answer is about: a later one about the same replaces it. */
  readonly keyOf: (answer: Answer) => string
  readonly send: (answers: readonly Answer[]) => Promise<unknown>
}

export interface Answers<Answer> {
  readonly count: number
  readonly saving: 'saved' | 'busy' | 'failed'
  readonly error: unknown
  readonly retry: () => void
  readonly find: (key: string) => Answer | undefined
  readonly give: (answer: Answer) => void
}

/** A judge's answers, each saved as it is given; what failed can be sent again. */
export function useAnswers<Answer>({ given, keyOf, send }: Asked<Answer>): Answers<Answer> {
  const byKey = (list: readonly Answer[]): ReadonlyMap<string, Answer> =>
    new Map(list.map((answer) => [keyOf(answer), answer]))
  const scope = useId()
  const [known, setKnown] = useState(() => byKey(given))
  const [unsaved, setUnsaved] = useState<ReadonlyMap<string, Answer>>(new Map())
  useLeaveGuard(unsaved.size > 0)
  const saving = useMutation({
    mutationFn: send,
    // One after the other: of two about the same the later one must come last.
    scope: { id: scope },
    onSuccess: (_, sent) =>
      // What was changed while it was under way still waits.
      setUnsaved((waiting) => new Map([...waiting].filter(([, answer]) => !sent.includes(answer)))),
  })
  const give = (answer: Answer): void => {
    const key = keyOf(answer)
    setKnown((all) => new Map(all).set(key, answer))
    const waiting = new Map(unsaved).set(key, answer)
    setUnsaved(waiting)
    // What failed before goes along.
    saving.mutate([...waiting.values()])
  }
  return {
    count: known.size,
    saving: saving.isPending ? 'busy' : unsaved.size > 0 ? 'failed' : 'saved',
    error: saving.error,
    retry: () => saving.mutate([...unsaved.values()]),
    find: (key) => known.get(key),
    give,
  }
}
