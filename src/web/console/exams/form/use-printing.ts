import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** What goes on paper: without further words the paper, never the key. */
export type Printed = 'paper' | 'key'

/** Prints one part of a page, and falls back to the paper for the browser's own printing. */
export function usePrinting(): {
  readonly printing: Printed
  readonly print: (what: Printed) => void
} {
  const [printing, setPrinting] = useState<Printed>('paper')
  useEffect(() => {
    const done = (): void => setPrinting('paper')
    window.addEventListener('afterprint', done)
    return () => window.removeEventListener('afterprint', done)
  }, [])
  const print = (what: Printed): void => {
    // The dialog shows the page as it is at the call: the part has to be there by then.
    flushSync(() => setPrinting(what))
    window.print()
  }
  return { printing, print }
}
