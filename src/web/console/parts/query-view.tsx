import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemAlert } from './problem-alert.tsx'
import { ListSkeleton } from './skeletons.tsx'

interface Props<Reply> {
  readonly query: UseQueryResult<Reply>
  readonly skeleton?: ReactNode
  readonly children: (reply: Reply) => ReactNode
}

/** A list or page read from the service: its skeleton, what went wrong, or what there is. */
export function QueryView<Reply>({ query, skeleton, children }: Props<Reply>) {
  const { data, error, refetch } = query
  return (
    <>
      {error !== null && <ProblemAlert error={error} onRetry={refetch} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && (skeleton ?? <ListSkeleton />)}
    </>
  )
}
