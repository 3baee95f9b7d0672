import type { ReactElement } from 'react'
import { isProblem } from '../../shared/api-error.ts'
import { Redirect, usePath } from '../router.tsx'
import { useText } from '../text.ts'
import { ProblemNote } from './problem-note.tsx'
import type { Loading } from './use-load.ts'

interface LoadedProps<Value> {
  readonly from: Pick<Loading<Value>, 'load' | 'reload'>
  /** How many blocks the skeleton shows. */
  readonly blocks?: number
  readonly children: (value: Value) => ReactElement
}

export function Skeleton({ blocks }: { readonly blocks: number }): ReactElement {
  const t = useText()
  return (
    <div className="skeletons" role="status">
      <span className="unseen">{t('common.loading')}</span>
      {Array.from({ length: blocks }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are all alike
        <div key={i} className="skeleton" />
      ))}
    </div>
  )
}

/** A resource while it loads, when it failed, and when it is there. */
export function Loaded<Value>({ from, blocks = 3, children }: LoadedProps<Value>): ReactElement {
  const path = usePath()
  const { load, reload } = from
  if (load.state === 'loading') return <Skeleton blocks={blocks} />
  if (load.state === 'loaded') return children(load.value)
  if (isProblem(load.error, 'sign-in-required', 'refresh-token-reused')) {
    return <Redirect to={`/sign-in?next=${encodeURIComponent(path)}`} />
  }
  return <ProblemNote error={load.error} onRetry={reload} />
}
