import { type FormEvent, type ReactElement, useEffect, useId, useRef } from 'react'
import type { MyReview } from '../../../domain/review/my-review.ts'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useText } from '../text.ts'
import { useSending } from './use-sending.ts'

const LONGEST = 4000

interface StatementFormProps {
  readonly attemptId: string
  readonly review: MyReview
  readonly onSaved: (view: ResultView) => void
}

/** The candidate's own words, and until when they are sure to be read. */
export function StatementForm({ attemptId, review, onSaved }: StatementFormProps): ReactElement {
  const t = useText()
  const formats = useFormats()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const { state, error, send } = useSending(`/attempts/${attemptId}/statements`, onSaved)
  useEffect(() => {
    if (state === 'sent') form.current?.reset()
  }, [state])
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text')).trim()
    if (text !== '') send({ text })
  }
  return (
    <form onSubmit={submit} className="stack" ref={form}>
      <div className="field">
        <label htmlFor={id}>{t('review.statement')}</label>
        <p className="hint" id={`${id}-hint`}>
          {review.dueAt === null
            ? t('review.statement-open')
            : t('review.statement-until', { until: formats.dateTime(review.dueAt) })}{' '}
          {t('review.statement-hint', { count: LONGEST })}
        </p>
        <textarea
          id={id}
          name="text"
          rows={4}
          maxLength={LONGEST}
          required
          aria-describedby={`${id}-hint`}
        />
      </div>
      {error !== null && <ProblemNote error={error} />}
      <p role="status">{state === 'sent' && t('review.statement-saved')}</p>
      <button type="submit" className="button primary" disabled={state === 'busy'}>
        {t('review.statement-send')}
      </button>
    </form>
  )
}
