import { useState } from 'react'

export interface PutAway {
  readonly has: (id: string) => boolean
  readonly add: (id: string) => void
}

const keyOf = (attemptId: string): string => `probity:put-away:${attemptId}`

function kept(attemptId: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(keyOf(attemptId)) ?? '[]')
    return Array.isArray(ids) ? ids : []
  } catch {
    return []
  }
}

/** Lines the person has put away; they stay away on this device. */
export function usePutAway(attemptId: string): PutAway {
  const [ids, setIds] = useState(() => kept(attemptId))
  return {
    has: (id) => ids.includes(id),
    add: (id) => {
      const next = [...ids, id]
      setIds(next)
      try {
        localStorage.setItem(keyOf(attemptId), JSON.stringify(next))
      } catch {
        // The line comes back after a reload then.
      }
    },
  }
}
