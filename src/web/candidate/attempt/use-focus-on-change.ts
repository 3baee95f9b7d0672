import { type RefObject, useEffect, useRef } from 'react'

/**
 * Moves the focus to the heading of what is newly shown, so that it is read out and the keyboard
 * goes on from there; not when the page has just been opened.
 */
export function useFocusOnChange(shownId: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(shownId)
  useEffect(() => {
    if (shown.current === shownId) return
    shown.current = shownId
    heading.current?.focus({ preventScroll: true })
    heading.current?.closest('main')?.scrollTo(0, 0)
    scrollTo(0, 0)
  }, [shownId])
  return heading
}
