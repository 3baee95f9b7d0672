import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { MyReview } from '../../../domain/review/my-review.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'
import { AppealForm } from './appeal-form.tsx'
import { isAdverse } from './is-adverse.ts'

interface AppealProps {
  readonly attemptId: string
  readonly review: MyReview
  readonly onSaved: (view: ResultView) => void
}

/** The right to appeal with its last day, or how the appeal stands. */
export function Appeal({ attemptId, review, onSaved }: AppealProps): ReactElement | null {
  const t = useText()
  const formats = useFormats()
  const [writes, setWrites] = useState(false)
  const [sent, setSent] = useState(false)
  const { appeal, appealUntil, finding } = review
  if (appeal !== null) return <AppealState appeal={appeal} sent={sent} />
  if (finding === null) return null
  if (appealUntil === null) {
    return finding.code === 'cleared' ? null : <p className="soft">{t('appeal.over')}</p>
  }
  const adverse = isAdverse(finding.code)
  return (
    <>
      <h3>{t('appeal.title')}</h3>
      <p>{t('appeal.may', { until: formats.dateTime(appealUntil) })}</p>
      {adverse && <p>{t('appeal.may-adverse')}</p>}
      {writes ? (
        <AppealForm
          attemptId={attemptId}
          onSaved={(view) => {
            setSent(true)
            onSaved(view)
          }}
        />
      ) : (
        <div className="actions">
          <button
            type="button"
            className={adverse ? 'button primary' : 'button'}
            onClick={() => setWrites(true)}
          >
            {t('appeal.write')}
          </button>
        </div>
      )}
    </>
  )
}

interface AppealStateProps {
  readonly appeal: NonNullable<MyReview['appeal']>
  /** Just now, from this page: whoever sent it goes on reading here. */
  readonly sent: boolean
}

function AppealState({ appeal, sent }: AppealStateProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (sent) heading.current?.focus()
  }, [sent])
  const { decision, filedAt, dueAt, grounds } = appeal
  const filed = formats.dateTime(filedAt)
  const isLate = decision === null && Date.parse(dueAt) < Date.now()
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {t('appeal.title')}
      </h3>
      {sent && <p role="status">{t('appeal.sent')}</p>}
      {decision === null ? (
        <Note tone={isLate ? 'warn' : 'plain'} title={t('appeal.open')}>
          <p>{t('appeal.open-until', { filed, until: formats.dateTime(dueAt) })}</p>
          {isLate && <p>{t('appeal.late')}</p>}
        </Note>
      ) : (
        <Note
          tone={decision.upheld ? 'plain' : 'good'}
          title={t(decision.upheld ? 'appeal.upheld' : 'appeal.replaced', {
            finding: localized(decision.finding),
          })}
        >
          <p>{t(`review.means-${decision.code}`)}</p>
          <p>{localized(decision.reason)}</p>
          <p className="said">{decision.explanation}</p>
          <p className="soft small">{formats.dateTime(decision.at)}</p>
        </Note>
      )}
      <details>
        <summary>{t('appeal.mine')}</summary>
        <p className="soft small">{filed}</p>
        <p className="said">{grounds}</p>
      </details>
    </>
  )
}
