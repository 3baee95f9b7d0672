import { useState } from 'react'
import { useLeaveGuard } from '../../parts/use-leave-guard.ts'

/** A note being written, which leaving the page would lose. */
export function useNote(): { readonly note: string; readonly setNote: (note: string) => void } {
  const [note, setNote] = useState('')
  useLeaveGuard(note !== '')
  return { note, setNote }
}
