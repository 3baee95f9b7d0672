import { useEffect, useRef, useState } from 'react'

const KEY = 'probity:number-keys'

/** Single keys must be possible to switch off (WCAG 2.1.4); the choice is kept on this device. */
export function useNumberKeysSetting(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => {
    try {
      return localStorage.getItem(KEY) !== 'off'
    } catch {
      return true
    }
  })
  return [
    on,
    (next) => {
      setOn(next)
      try {
        localStorage.setItem(KEY, next ? 'on' : 'off')
      } catch {
        // Holds for this page only.
      }
    },
  ]
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('dialog, details.menu') !== null) return true
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Keys 1-9, wherever the focus is, unless it is where digits are typed. */
export function useNumberKeys(on: boolean, onKey: (key: string) => void): void {
  const latest = useRef(onKey)
  latest.current = onKey
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
      if (event.repeat || typing(event.target) || !/^[1-9]$/.test(event.key)) return
      latest.current(event.key)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [on])
}
