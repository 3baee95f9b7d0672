import { type ClockReading, clockEvent, LOOK_EVERY_MS } from './clock-event.ts'
import type { Note } from './use-answers.ts'

const read = (): ClockReading => ({ wallMs: Date.now(), monotonicMs: performance.now() })

/** Looks at the clocks now and then, and notes when they disagree or the page stood still. */
export function watchClock(note: Note): () => void {
  let last = read()
  let visible = !document.hidden
  const look = (): void => {
    const now = read()
    const event = clockEvent(last, now, visible && !document.hidden)
    last = now
    visible = !document.hidden
    if (event !== null) note(event.behavior, { detail: event.detail })
  }
  // Hiding and showing again between two looks must not pass for having been visible.
  const onVisibility = (): void => {
    visible = false
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', onVisibility)
  }
}
