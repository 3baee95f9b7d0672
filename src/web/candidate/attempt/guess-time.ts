import type { TimeReading } from './exam-time.ts'

/**
 * What was kept tells of time, on the assumption that the device's own clock ran right since.
 * One that was put back would give time: the service, which decides, is asked as soon as it can
 * be. `keptAt` and `nowMs` are the device's clock, ms.
 */
export function guessTime(
  { view, keptAt }: { readonly view: TimeReading; readonly keptAt: number },
  nowMs: number,
): TimeReading {
  const { deadlineAt, pausedUntil } = view
  const passedMs = Math.max(0, nowMs - keptAt)
  const serverNow = new Date(Date.parse(view.serverNow) + passedMs).toISOString()
  return { serverNow, deadlineAt, pausedUntil }
}
