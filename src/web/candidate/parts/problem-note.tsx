import type { ReactElement } from 'react'
import { problemText } from '../../shared/problem-text.ts'
import { useText } from '../text.ts'
import { Icon } from './icon.tsx'

interface ProblemNoteProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

/** What happened, what is safe, what to do. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps): ReactElement {
  const t = useText()
  const { title, detail, reference } = problemText(error, t)
  return (
    <div className="note bad" role="alert">
      <Icon name="warning" />
      <div>
        <p className="note-title">{title}</p>
        <p>{detail}</p>
        {reference !== null && <p className="small soft">{reference}</p>}
        {onRetry !== undefined && (
          <button type="button" className="button" onClick={onRetry}>
            {t('common.retry')}
          </button>
        )}
      </div>
    </div>
  )
}
