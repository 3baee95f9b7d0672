import { useEffect } from 'react'

let unsavedPages = 0

/** Whether a page holds something that leaving it would lose. */
export function hasUnsaved(): boolean {
  return unsavedPages > 0
}

/** Asks before a page with unsaved fields is left: by the browser here, inside by the router. */
export function useLeaveGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', ask)
    unsavedPages += 1
    return () => {
      removeEventListener('beforeunload', ask)
      unsavedPages -= 1
    }
  }, [unsaved])
}
