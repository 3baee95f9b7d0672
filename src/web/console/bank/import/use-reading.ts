import { useEffect, useRef, useState } from 'react'
import type { BankFile, BankImport } from '../../../../domain/bank/formats/bank-import.ts'
import type { ImportProgress } from '../../../../domain/bank/formats/import-progress.ts'
import { readInSteps } from './read-in-steps.ts'

/** One reading at a time: how far it is, what went wrong, and the way to end it. */
export function useReading(onRead: (read: BankImport | null) => void) {
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const [isCancelled, setCancelled] = useState(false)
  const [progress, setProgress] = useState<ImportProgress | null>(null)
  const aborter = useRef<AbortController | null>(null)
  // Whoever leaves the page leaves the reading, too.
  useEffect(() => () => aborter.current?.abort(), [])
  const read = async (fileOf: () => Promise<BankFile>): Promise<void> => {
    const own = new AbortController()
    aborter.current = own
    setBusy(true)
    setCancelled(false)
    setError(null)
    setProgress(null)
    onRead(null)
    try {
      onRead(await readInSteps(await fileOf(), { onProgress: setProgress, signal: own.signal }))
    } catch (problem) {
      if (own.signal.aborted) setCancelled(true)
      else setError(problem)
    }
    setBusy(false)
  }
  return { read, cancel: () => aborter.current?.abort(), error, isBusy, isCancelled, progress }
}
