import { useEffect } from 'react'
import { createRhythmMeter, type RhythmMeter } from './rhythm-meter.ts'
import type { Note } from './use-answers.ts'

/** Thousands sit an exam at once: a digest every two minutes is enough for medians. */
const TELL_EVERY_MS = 120_000

type Listener = readonly [event: string, act: (event: Event) => void]

function isTyped(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(target.type)
}

function onKey(act: (event: KeyboardEvent) => void) {
  return (event: Event): void => {
    if (event instanceof KeyboardEvent && !event.repeat && isTyped(event.target)) act(event)
  }
}

function onMouse(act: (event: PointerEvent) => void) {
  return (event: Event): void => {
    if (event instanceof PointerEvent && event.pointerType === 'mouse') act(event)
  }
}

function listeners(meter: RhythmMeter): readonly Listener[] {
  return [
    ['keydown', onKey((key) => meter.keyDown(key.code, key.timeStamp, key.isComposing))],
    ['keyup', onKey((key) => meter.keyUp(key.code, key.timeStamp))],
    [
      'pointermove',
      onMouse(({ clientX, clientY, timeStamp }) => {
        const diagonal = Math.hypot(innerWidth, innerHeight)
        meter.move({ x: clientX / diagonal, y: clientY / diagonal, atMs: timeStamp })
      }),
    ],
    ['pointerdown', onMouse(({ timeStamp }) => meter.press(timeStamp))],
    ['pointerup', onMouse(({ timeStamp }) => meter.release(timeStamp))],
  ]
}

/**
 * Notes now and then how typing and pointing went, without content; nothing when off. The last
 * stretch is dropped: nothing but answers should be on its way when an attempt is closed.
 */
export function useRhythm(on: boolean, note: Note): void {
  useEffect(() => {
    if (!on) return
    const meter = createRhythmMeter()
    const tell = (): void => {
      const detail = meter.take()
      if (detail !== null) note('rhythm', { detail })
    }
    const all = listeners(meter)
    for (const [event, act] of all) addEventListener(event, act, { passive: true })
    const timer = setInterval(tell, TELL_EVERY_MS)
    return () => {
      clearInterval(timer)
      for (const [event, act] of all) removeEventListener(event, act)
    }
  }, [on, note])
}
