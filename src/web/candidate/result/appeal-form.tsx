import { type FormEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { ProblemNote } from '../parts/problem-note.tsx'
import { useText } from '../text.ts'
import { useSending } from './use-sending.ts'

const SHORTEST = 10
const LONGEST = 8000

interface AppealFormProps {
  readonly attemptId: string
  readonly onSaved: (view: ResultView) => void
}

/** Asks once before it is sent: there is one appeal. */
export function AppealForm({ attemptId, onSaved }: AppealFormProps): ReactElement {
  const t = useText()
  const id = useId()
  const [asked, setAsked] = useState<string | null>(null)
  const yes = useRef<HTMLButtonElement>(null)
  const { state, error, send } = useSending(`/attempts/${attemptId}/appeal`, onSaved)
  useEffect(() => {
    if (asked !== null) yes.current?.focus()
  }, [asked])
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const grounds = String(new FormData(event.currentTarget).get('grounds')).trim()
    if (grounds.length >= SHORTEST) setAsked(grounds)
  }
  return (
    <form onSubmit={submit} className="stack">
      <div className="field">
        <label htmlFor={id}>{t('appeal.grounds')}</label>
        <p className="hint" id={`${id}-hint`}>
          {t('appeal.grounds-hint', { count: LONGEST })}
        </p>
        <textarea
          id={id}
          name="grounds"
          rows={6}
          minLength={SHORTEST}
          maxLength={LONGEST}
          required
          readOnly={asked !== null}
          aria-describedby={`${id}-hint`}
        />
      </div>
      {error !== null && <ProblemNote error={error} />}
      {asked === null ? (
        <button type="submit" className="button primary">
          {t('appeal.send')}
        </button>
      ) : (
        <div className="stack">
          <p id={`${id}-sure`}>
            <strong>{t('appeal.confirm')}</strong>
          </p>
          <div className="actions">
            <button
              type="button"
              ref={yes}
              aria-describedby={`${id}-sure`}
              className="button primary"
              disabled={state === 'busy'}
              onClick={() => send({ grounds: asked })}
            >
              {t('appeal.yes')}
            </button>
            <button type="button" className="button quiet" onClick={() => setAsked(null)}>
              {t('appeal.no')}
            </button>
          </div>
        </div>
      )}
    </form>
  )
}
