import { useState } from 'react'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { api } from '../../shared/api.ts'

/** One text that is sent about an attempt, and how that stands. */
export interface Sending {
  readonly state: 'idle' | 'busy' | 'sent'
  readonly error: unknown
  readonly send: (body: object) => void
}

/** Sends to a path; the reply is the result as it stands then. */
export function useSending(path: string, onSent: (view: ResultView) => void): Sending {
  const [state, setState] = useState<Sending['state']>('idle')
  const [error, setError] = useState<unknown>(null)
  const send = (body: object): void => {
    setState('busy')
    setError(null)
    api.post<ResultView>(path, body).then(
      (view) => {
        setState('sent')
        onSent(view)
      },
      (fault) => {
        setState('idle')
        setError(fault)
      },
    )
  }
  return { state, error, send }
}
