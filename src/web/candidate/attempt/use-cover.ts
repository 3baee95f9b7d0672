import { useEffect, useRef, useState } from 'react'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import type { ExamTime } from './exam-time.ts'

const TICK_MS = 250

/** What lies over the questions instead of them; null while the person can work. */
export type Cover =
  | { readonly kind: 'paused'; readonly seconds: number }
  /** `toldMs`: the server's time at which this page learned that another one is live. */
  | { readonly kind: 'superseded'; readonly toldMs: number }
  | null

/** Whole seconds until the pause ends, read from the clock four times a second. */
function usePauseSeconds(time: ExamTime): number {
  const [seconds, setSeconds] = useState(() => Math.ceil(time.pauseSecondsLeft()))
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.ceil(time.pauseSecondsLeft())), TICK_MS)
    return () => clearInterval(timer)
  }, [time])
  return seconds
}

/** Covers the questions in a pause and on a page that is no longer the live one. */
export function useCover({ superseded }: JournalSnapshot, time: ExamTime): Cover {
  const seconds = usePauseSeconds(time)
  const toldMs = useRef<number | null>(null)
  if (superseded) toldMs.current ??= time.serverNow()
  const covered = superseded || seconds > 0
  const before = useRef(covered)
  useEffect(() => {
    // The keyboard and the screen reader go on at the question.
    if (before.current && !covered) {
      // Of all on a page the one the form is at: to focus another would move the form there.
      const heading = (place: string): HTMLElement | null =>
        document.querySelector(`#main ${place} [tabindex="-1"]`)
      ;(heading('.current') ?? heading(''))?.focus({ preventScroll: true })
    }
    before.current = covered
  }, [covered])
  if (superseded) return { kind: 'superseded', toldMs: toldMs.current ?? time.serverNow() }
  return seconds > 0 ? { kind: 'paused', seconds } : null
}
