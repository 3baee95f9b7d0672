import { useCallback, useRef, useState } from 'react'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import type { BehaviorKind } from '../../../domain/delivery/journal.ts'
import type { Answers } from './counts.ts'
import type { OpenAttempt } from './open-attempt.ts'

export interface AnswerControl {
  readonly answers: Answers
  readonly current: number
  readonly answer: (itemId: string, value: ResponseValue) => void
  readonly mark: (itemId: string, marked: boolean) => void
  readonly go: (index: number) => void
  readonly note: (behavior: BehaviorKind, text?: string) => void
}

const placeKey = (attemptId: string): string => `probity:place:${attemptId}`

/** The item last looked at in this tab, so that a reload comes back to it. */
function keptPlace(attemptId: string, count: number): number {
  try {
    const place = Number(sessionStorage.getItem(placeKey(attemptId)) ?? 0)
    return Number.isInteger(place) && place >= 0 && place < count ? place : 0
  } catch {
    return 0
  }
}

function keepPlace(attemptId: string, place: number): void {
  try {
    sessionStorage.setItem(placeKey(attemptId), String(place))
  } catch {
    // A reload begins at the first item then.
  }
}

/** What is on the page, each change of it also an entry in the journal. */
export function useAnswers({ view, journal, answers: start }: OpenAttempt): AnswerControl {
  const [answers, setAnswers] = useState(start)
  const [current, setCurrent] = useState(() => keptPlace(view.attemptId, view.form.items.length))
  const here = useRef(current)
  here.current = current
  const note = useCallback(
    (behavior: BehaviorKind, text?: string) => {
      const itemId = view.form.items[here.current]?.itemId ?? null
      journal.record({
        kind: 'behavior',
        behavior,
        itemId,
        ...(text === undefined ? {} : { text }),
      })
    },
    [view, journal],
  )
  return {
    answers,
    current,
    note,
    answer: (itemId, value) => {
      journal.record({ kind: 'response', itemId, value })
      setAnswers((before) => ({ ...before, responses: { ...before.responses, [itemId]: value } }))
    },
    mark: (itemId, marked) => {
      journal.record({ kind: 'behavior', behavior: marked ? 'marked' : 'unmarked', itemId })
      setAnswers((before) => {
        const others = [...before.marked].filter((id) => id !== itemId)
        return { ...before, marked: new Set(marked ? [...others, itemId] : others) }
      })
    },
    go: (index) => {
      setCurrent(index)
      keepPlace(view.attemptId, index)
    },
  }
}
