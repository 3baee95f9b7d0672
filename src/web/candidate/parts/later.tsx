import { type ReactElement, useEffect, useState } from 'react'
import { ApiOffline } from '../../shared/api-error.ts'
import { Skeleton } from './loaded.tsx'
import { ProblemNote } from './problem-note.tsx'

type Render<Props> = (props: Props) => ReactElement

/**
 * A page in a file of its own, loaded when it is first needed. Where that fails for want of a
 * network it can be tried again.
 */
export function later<Props extends object>(
  load: () => Promise<Render<Props>>,
): (props: Props) => ReactElement {
  let loaded: Render<Props> | null = null
  return function Later(props: Props): ReactElement {
    const [, setRound] = useState(0)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (loaded !== null || failed) return
      load().then(
        (page) => {
          loaded = page
          setRound((round) => round + 1)
        },
        () => setFailed(true),
      )
    }, [failed])
    if (loaded !== null) {
      const LoadedPage = loaded
      return <LoadedPage {...props} />
    }
    return (
      <main className="page narrow">
        {failed ? (
          <ProblemNote error={new ApiOffline('page')} onRetry={() => setFailed(false)} />
        ) : (
          <Skeleton blocks={1} />
        )}
      </main>
    )
  }
}
