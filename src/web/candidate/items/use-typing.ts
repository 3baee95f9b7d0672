import { type CompositionEvent, useEffect, useRef, useState } from 'react'

const CALM_MS = 300

interface TypingProps {
  readonly value: string
  readonly onChange: (event: { readonly target: { readonly value: string } }) => void
  readonly onBlur: () => void
  readonly onCompositionStart: () => void
  readonly onCompositionEnd: (event: CompositionEvent<HTMLInputElement>) => void
}

/**
 * Text of an input, handed on when the typing has paused for a moment, when the field is
 * left, when the item is left and when the page is hidden; never half-composed Chinese.
 */
export function useTyping(initial: string, onCalm: (text: string) => void): TypingProps {
  const [text, setText] = useState(initial)
  const state = useRef({ text: initial, told: initial, composing: false, onCalm, timer: 0 })
  state.current.onCalm = onCalm
  const tell = (): void => {
    const { current } = state
    clearTimeout(current.timer)
    if (current.composing || current.text === current.told) return
    current.told = current.text
    current.onCalm(current.text)
  }
  const tellNow = useRef(tell)
  tellNow.current = tell
  useEffect(() => {
    const now = (): void => tellNow.current()
    addEventListener('pagehide', now)
    document.addEventListener('visibilitychange', now)
    return () => {
      removeEventListener('pagehide', now)
      document.removeEventListener('visibilitychange', now)
      now()
    }
  }, [])
  const typed = (next: string): void => {
    setText(next)
    state.current.text = next
    clearTimeout(state.current.timer)
    state.current.timer = window.setTimeout(tell, CALM_MS)
  }
  return {
    value: text,
    onChange: (event) => typed(event.target.value),
    onBlur: tell,
    onCompositionStart: () => {
      state.current.composing = true
    },
    onCompositionEnd: (event) => {
      state.current.composing = false
      typed(event.currentTarget.value)
    },
  }
}
