import { useEffect, useRef } from 'react'
import type { BehaviorKind } from '../../../domain/delivery/journal.ts'
import type { Note } from './use-answers.ts'
import { watchClock } from './watch-clock.ts'
import { watchScreens } from './watch-screens.ts'

export interface Away {
  readonly fromMs: number
  readonly seconds: number
}

interface BehaviorOptions {
  readonly on: boolean
  readonly record: Note
  readonly serverNow: () => number
  /** Told when the person is back after a second or more. */
  readonly onAway: (away: Away) => void
  readonly onOnline: () => void
}

const WORTH_SAYING_SECONDS = 1

/** Pairs leaving and coming back; a hidden page and a window without focus are one absence. */
function absence(serverNow: () => number, onAway: (away: Away) => void) {
  let leftMs: number | null = null
  return {
    left: () => {
      leftMs ??= serverNow()
    },
    maybeBack: () => {
      if (leftMs === null || document.hidden || !document.hasFocus()) return
      const seconds = (serverNow() - leftMs) / 1000
      if (seconds >= WORTH_SAYING_SECONDS) onAway({ fromMs: leftMs, seconds })
      leftMs = null
    },
  }
}

type Listener = readonly [target: EventTarget, event: string, act: () => void]

function listeners(options: () => BehaviorOptions): readonly Listener[] {
  const told = (behavior: BehaviorKind) => (): void => options().record(behavior)
  const away = absence(
    () => options().serverNow(),
    (gone) => options().onAway(gone),
  )
  return [
    [
      document,
      'visibilitychange',
      () => {
        options().record(document.hidden ? 'page-hidden' : 'page-visible')
        if (document.hidden) away.left()
        else away.maybeBack()
      },
    ],
    [window, 'blur', told('window-blurred')],
    [window, 'blur', away.left],
    [window, 'focus', told('window-focused')],
    [window, 'focus', away.maybeBack],
    [document, 'copy', told('copied')],
    [document, 'cut', told('cut')],
    [document, 'paste', told('pasted')],
    [document, 'contextmenu', told('context-menu')],
    [window, 'beforeprint', told('printed')],
    [window, 'offline', told('went-offline')],
    [window, 'online', told('went-online')],
    [window, 'online', () => options().onOnline()],
    [
      document,
      'fullscreenchange',
      () =>
        options().record(
          document.fullscreenElement === null ? 'fullscreen-left' : 'fullscreen-entered',
        ),
    ],
  ]
}

/**
 * Tells that the person is there when watching goes on, as after a pause: they may have come back
 * meanwhile, and would count as away from before.
 */
function tellPresence(record: Note): void {
  if (document.hidden) return
  record('page-visible')
  if (document.hasFocus()) record('window-focused')
}

/** Reports what the browser tells about the page; facts only. */
export function useBehavior(options: BehaviorOptions): void {
  const latest = useRef(options)
  latest.current = options
  const interrupted = useRef(false)
  useEffect(() => {
    if (!options.on) {
      interrupted.current = true
      return
    }
    if (interrupted.current) tellPresence(latest.current.record)
    const all = listeners(() => latest.current)
    for (const [target, event, act] of all) target.addEventListener(event, act)
    const note: Note = (behavior, more) => latest.current.record(behavior, more)
    const stops = [watchClock(note), watchScreens(note)]
    return () => {
      for (const [target, event, act] of all) target.removeEventListener(event, act)
      for (const stop of stops) stop()
    }
  }, [options.on])
}
