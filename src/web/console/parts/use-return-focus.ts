import { useEffect, useState } from 'react'

/**
 * For dialogs that are there only while they are open: when one goes, the focus returns to what
 * opened it, instead of to the top of the page. What took the focus meanwhile keeps it.
 */
export function useReturnFocus(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
}
