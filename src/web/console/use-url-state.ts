import { useCallback } from 'react'
import { useSearchParams } from 'wouter'

/** A filter that lives in the URL, so that the list as seen can be shared. */
export function useUrlState(
  name: string,
  otherwise: string,
): readonly [string, (value: string) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: string) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (value === otherwise) after.delete(name)
          else after.set(name, value)
          return after
        },
        { replace: true },
      ),
    [name, otherwise, setParams],
  )
  return [params.get(name) ?? otherwise, set]
}
