import { type ReactElement, useEffect, useRef } from 'react'
import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import { clock } from '../../shared/format.ts'
import { useText } from '../text.ts'

interface PauseCoverProps {
  readonly seconds: number
  /** Newest last. */
  readonly notices: readonly AttemptNotice[]
}

/** In place of the questions while the exam pauses. */
export function PauseCover({ seconds, notices }: PauseCoverProps): ReactElement {
  const t = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const reason = notices.filter(({ kind }) => kind === 'pause').pop()?.text ?? ''
  return (
    <main id="main" className="exam-main">
      <section className="item last-pane" aria-labelledby="paused">
        <h2 id="paused" ref={heading} tabIndex={-1}>
          {t('pause.title')}
        </h2>
        {reason !== '' && <p>{t('pause.reason', { text: reason })}</p>}
        <p>
          {t('pause.ends')}{' '}
          <strong role="timer" aria-label={t('pause.ends')}>
            {clock(Math.ceil(seconds))}
          </strong>
        </p>
        <p>{t('pause.safe')}</p>
      </section>
    </main>
  )
}
