import { useSyncExternalStore } from 'react'

/** One item at a time, or all of them below each other. */
export type Layout = 'one' | 'all'

const KEY = 'probity:layout'
const listeners = new Set<() => void>()
let chosen: Layout | null = null

function kept(): Layout {
  try {
    return localStorage.getItem(KEY) === 'all' ? 'all' : 'one'
  } catch {
    return 'one'
  }
}

function current(): Layout {
  chosen ??= kept()
  return chosen
}

/** Kept on this device. */
export function setLayout(layout: Layout): void {
  chosen = layout
  try {
    localStorage.setItem(KEY, layout)
  } catch {
    // Holds for this page only.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current)
}
