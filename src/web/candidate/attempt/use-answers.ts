import { useCallback, useRef, useState } from 'react'
import type { ResponseValue } from '../../../domain/bank/response-value.ts'
import type { BehaviorDetail, BehaviorKind } from '../../../domain/delivery/journal.ts'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import type { Answers } from './counts.ts'
import type { OpenAttempt } from './open-attempt.ts'

/** Puts what happened on the page into the journal, with the item in view. */
export type Note = (
  behavior: BehaviorKind,
  more?: { readonly text?: string; readonly detail?: BehaviorDetail },
) => void

export interface AnswerControl {
  readonly view: AttemptView
  /** Puts a newer view in place; what was answered on this page stands above it. */
  readonly show: (view: AttemptView) => void
  readonly answers: Answers
  readonly current: number
  readonly answer: (itemId: string, value: ResponseValue) => void
  readonly mark: (itemId: string, marked: boolean) => void
  readonly go: (index: number) => void
  readonly note: Note
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
export function useAnswers({ view: first, journal, answers: start }: OpenAttempt): AnswerControl {
  const [view, setView] = useState(first)
  const [answers, setAnswers] = useState(start)
  const [current, setCurrent] = useState(() => keptPlace(view.attemptId, view.form.items.length))
  const here = useRef<string | null>(null)
  here.current = view.form.items[current]?.itemId ?? null
  const note = useCallback<Note>(
    (behavior, more) => {
      journal.record({ kind: 'behavior', behavior, itemId: here.current, ...more })
    },
    [journal],
  )
  return {
    view,
    show: (next) => {
      setView(next)
      setAnswers((before) => ({
        ...before,
        responses: { ...next.responses, ...before.responses },
      }))
    },
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
