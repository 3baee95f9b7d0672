import { type ReactElement, useEffect, useState } from 'react'
import { ApiOffline } from '../../shared/api-error.ts'
import { Skeleton } from './loaded.tsx'
import { ProblemNote } from './problem-note.tsx'

type Render<Props> = (props: Props) => ReactElement

interface LaterProps<Props> {
  /** Where the page is kept once it is loaded, for the next visit. */
  readonly kept: { page: Render<Props> | null }
  readonly load: () => Promise<Render<Props>>
  readonly props: Props
}

function Later<Props extends object>({ kept, load, props }: LaterProps<Props>): ReactElement {
  const [, setRound] = useState(0)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (kept.page !== null || failed) return
    load().then(
      (page) => {
        kept.page = page
        setRound((round) => round + 1)
      },
      () => setFailed(true),
    )
  }, [kept, load, failed])
  const { page: LoadedPage } = kept
  if (LoadedPage !== null) return <LoadedPage {...props} />
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

/**
 * A page in a file of its own, loaded when it is first needed. Where that fails for want of a
 * network it can be tried again.
 */
export function later<Props extends object>(
  load: () => Promise<Render<Props>>,
): (props: Props) => ReactElement {
  const kept: LaterProps<Props>['kept'] = { page: null }
  return (props) => <Later kept={kept} load={load} props={props} />
}
