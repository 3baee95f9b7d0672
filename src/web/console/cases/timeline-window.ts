/** The part of an attempt in view, in milliseconds on server time since its start. */
export interface TimelineWindow {
  readonly fromMs: number
  readonly toMs: number
}

const SHORTEST_MS = 5_000
const STEPS_MS = [
  1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
] as const

/** Keeps a window inside the attempt, at its width where that fits. */
export function withinAttempt(window: TimelineWindow, durationMs: number): TimelineWindow {
  const width = Math.min(Math.max(window.toMs - window.fromMs, SHORTEST_MS), durationMs)
  const fromMs = Math.min(Math.max(window.fromMs, 0), durationMs - width)
  return { fromMs, toMs: fromMs + width }
}

/** Narrower by a factor below 1, wider by one above, around the middle. */
export function zoomed(window: TimelineWindow, factor: number, durationMs: number): TimelineWindow {
  const middle = (window.fromMs + window.toMs) / 2
  const wanted = Math.max((window.toMs - window.fromMs) * factor, SHORTEST_MS)
  return withinAttempt({ fromMs: middle - wanted / 2, toMs: middle + wanted / 2 }, durationMs)
}

/** Moved by a share of its own width: -1 is one whole window back. */
export function moved(window: TimelineWindow, share: number, durationMs: number): TimelineWindow {
  const byMs = (window.toMs - window.fromMs) * share
  return withinAttempt({ fromMs: window.fromMs + byMs, toMs: window.toMs + byMs }, durationMs)
}

/** Round times in a window, for its axis. */
export function timeTicks(window: TimelineWindow, about = 8): number[] {
  const rough = (window.toMs - window.fromMs) / about
  const step = STEPS_MS.find((candidate) => candidate >= rough) ?? STEPS_MS[STEPS_MS.length - 1]
  if (step === undefined) return []
  const first = Math.ceil(window.fromMs / step)
  const last = Math.floor(window.toMs / step)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step)
}

/** Time since the start as on a stop watch: 4:07, 1:02:30. */
export function stopWatch(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const rest = String(seconds % 60).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${rest}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`
}

/** What of a stretch is in view; null when nothing is. */
export function clipped(
  span: { readonly fromMs: number; readonly toMs: number },
  window: TimelineWindow,
): TimelineWindow | null {
  const fromMs = Math.max(span.fromMs, window.fromMs)
  const toMs = Math.min(span.toMs, window.toMs)
  return fromMs <= toMs ? { fromMs, toMs } : null
}
