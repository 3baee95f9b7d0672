import { useSyncExternalStore } from 'react'

let needed = false
const listeners = new Set<() => void>()

function tell(value: boolean): void {
  needed = value
  for (const listener of listeners) listener()
}

/** The sign-in ended while pages hold data: asks for it again on top of them. */
export function askToSignIn(): void {
  if (!needed) tell(true)
}

export function signedInAgain(): void {
  tell(false)
}

export function useSignInNeeded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => needed,
  )
}
