import { type FormEvent, type ReactElement, useId, useRef, useState } from 'react'
import type { ResultView } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useText } from '../text.ts'

type ReviewView = NonNullable<ResultView['review']>
type FlagView = ReviewView['flags'][number]

const LONGEST = 4000

function FlagCard({ flag }: { readonly flag: FlagView }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  return (
    <li className="flag">
      <h3>{localized(flag.name)}</h3>
      <p>{localized(flag.summary)}</p>
      <details>
        <summary>{t('review.evidence')}</summary>
        <ul className="plain-list">
          {flag.evidence.map((text) => (
            <li key={text.en}>{localized(text)}</li>
          ))}
        </ul>
      </details>
      <h4>{t('review.innocent')}</h4>
      <ul className="plain-list">
        {flag.innocentExplanations.map((text) => (
          <li key={text.en}>{localized(text)}</li>
        ))}
      </ul>
      <p className="soft small">
        {t('review.false-rate', {
          share: formats.percent(flag.falseFlagRate.value, 1),
          basis: localized(flag.falseFlagRate.basis),
        })}
      </p>
    </li>
  )
}

interface StatementFormProps {
  readonly attemptId: string
  readonly onSaved: (view: ResultView) => void
}

function StatementForm({ attemptId, onSaved }: StatementFormProps): ReactElement {
  const t = useText()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle')
  const [error, setError] = useState<unknown>(null)
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget).get('text')).trim()
    if (text === '') return
    setState('busy')
    setError(null)
    api.post<ResultView>(`/attempts/${attemptId}/statements`, { text }).then(
      (view) => {
        form.current?.reset()
        setState('saved')
        onSaved(view)
      },
      (fault) => {
        setState('idle')
        setError(fault)
      },
    )
  }
  return (
    <form onSubmit={submit} className="stack" ref={form}>
      <div className="field">
        <label htmlFor={id}>{t('review.statement')}</label>
        <p className="hint" id={`${id}-hint`}>
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
      <p role="status">{state === 'saved' && t('review.statement-saved')}</p>
      <button type="submit" className="button primary" disabled={state === 'busy'}>
        {t('review.statement-send')}
      </button>
    </form>
  )
}

interface ReviewProps extends StatementFormProps {
  readonly review: ReviewView
}

/** Flags with their evidence, what I said to them, and what people found. */
export function Review({ review, attemptId, onSaved }: ReviewProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  const { flags, statements, finding, state } = review
  return (
    <section className="card pad" id="review" aria-labelledby="review-title">
      <div className="card-head">
        <h2 id="review-title">{t('review.title')}</h2>
        <span className={`badge review-${state}`}>{t(`review.state-${state}`)}</span>
      </div>
      {finding === null ? (
        <p>{t(`review.explain-${state}`)}</p>
      ) : (
        <Note tone="plain" title={`${t('review.finding')}: ${localized(finding.name)}`}>
          <p>{localized(finding.reason)}</p>
          <p className="soft small">{formats.dateTime(finding.decidedAt)}</p>
        </Note>
      )}
      {flags.length > 0 && (
        <ul className="flags">
          {flags.map((flag) => (
            <FlagCard key={flag.name.en} flag={flag} />
          ))}
        </ul>
      )}
      {statements.length > 0 && (
        <>
          <h3>{t('review.statements')}</h3>
          <ul className="statements">
            {statements.map((statement) => (
              <li key={statement.at}>
                <p className="soft small">{formats.dateTime(statement.at)}</p>
                <p>{statement.text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {state === 'open' && <StatementForm attemptId={attemptId} onSaved={onSaved} />}
    </section>
  )
}
