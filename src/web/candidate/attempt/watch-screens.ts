import type { Note } from './use-answers.ts'

/** What Window Management tells without asking for permission, where a browser has it. */
type ScreenTelling = Screen &
  Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>> & {
    readonly isExtended?: boolean
  }

const CALM_MS = 1000

/** Whether the desktop spans several screens; null where the browser doesn't tell. */
export function screensExtended(): boolean | null {
  const telling: ScreenTelling = screen
  return telling.isExtended ?? null
}

/** Notes the size at which the window comes to rest, and screens that come and go. */
export function watchScreens(note: Note): () => void {
  const telling: ScreenTelling = screen
  let size = sizeNow()
  let timer: ReturnType<typeof setTimeout> | undefined
  const rest = (): void => {
    const next = sizeNow()
    if (next.width === size.width && next.height === size.height) return
    size = next
    note('resized', { detail: next })
  }
  const onResize = (): void => {
    clearTimeout(timer)
    // The keyboard of a phone changes the height as it comes and goes: nothing to tell.
    if (sizeNow().width !== size.width || !isTyping()) timer = setTimeout(rest, CALM_MS)
  }
  const onScreens = (): void => {
    const extended = screensExtended()
    if (extended !== null) note('screens-changed', { detail: { extended } })
  }
  addEventListener('resize', onResize)
  telling.addEventListener?.('change', onScreens)
  return () => {
    clearTimeout(timer)
    removeEventListener('resize', onResize)
    telling.removeEventListener?.('change', onScreens)
  }
}

function sizeNow(): { readonly width: number; readonly height: number } {
  return { width: Math.round(innerWidth), height: Math.round(innerHeight) }
}

function isTyping(): boolean {
  const { activeElement } = document
  return activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement
}
