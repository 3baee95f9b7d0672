import { useCallback, useEffect, useState } from 'react'
import { api } from '../../shared/api.ts'

export type Load<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'loaded'; readonly value: Value }

export interface Loading<Value> {
  readonly load: Load<Value>
  readonly reload: () => void
  /** Puts a newer value in place, for instance one a POST answered with. */
  readonly replace: (value: Value) => void
}

/** Reads one resource; null reads nothing yet. */
export function useLoad<Value>(path: string | null): Loading<Value> {
  const [load, setLoad] = useState<Load<Value>>({ state: 'loading' })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again
  useEffect(() => {
    if (path === null) return
    const aborter = new AbortController()
    setLoad({ state: 'loading' })
    api.get<Value>(path, { signal: aborter.signal }).then(
      (value) => aborter.signal.aborted || setLoad({ state: 'loaded', value }),
      (error) => aborter.signal.aborted || setLoad({ state: 'failed', error }),
    )
    return () => aborter.abort()
  }, [path, round])
  return {
    load,
    reload: useCallback(() => setRound((before) => before + 1), []),
    replace: useCallback((value: Value) => setLoad({ state: 'loaded', value }), []),
  }
}
