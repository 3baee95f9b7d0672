import { type ReactElement, useEffect, useRef, useState } from 'react'
import type { AttemptView } from '../../../domain/delivery/views.ts'
import { api } from '../../shared/api.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import type { JournalSnapshot } from '../journal/journal-types.ts'
import { useText } from '../text.ts'
import { positionsOf } from './set-aside-line.tsx'

interface SupersededCoverProps {
  readonly view: AttemptView
  readonly journal: JournalSnapshot
  /** Server time at which this page was told, ms. */
  readonly toldMs: number
  readonly onTakeOver: () => void
}

/** Once everything from here has arrived: the questions whose answers from here do not count. */
function useSetAside({ view, journal }: SupersededCoverProps): readonly number[] {
  const [setAside, setSetAside] = useState<readonly number[]>([])
  const arrived = journal.pending === 0
  useEffect(() => {
    if (!arrived) return
    api.get<AttemptView>(`/attempts/${view.attemptId}`).then(
      (latest) => setSetAside(positionsOf(view.form, latest.setAside)),
      // Told by the page that goes on, too.
      () => {},
    )
  }, [arrived, view])
  return setAside
}

/** In place of the questions once another page has opened the attempt. */
export function SupersededCover(props: SupersededCoverProps): ReactElement {
  const { journal, toldMs, onTakeOver } = props
  const t = useText()
  const formats = useFormats()
  const heading = useRef<HTMLHeadingElement>(null)
  const setAside = useSetAside(props)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const sending = journal.unsaved > 0
  return (
    <main id="main" className="exam-main">
      <section className="item last-pane" aria-labelledby="superseded">
        <h2 id="superseded" ref={heading} tabIndex={-1}>
          {t('superseded.title')}
        </h2>
        <p>{t('superseded.told', { time: formats.minute(toldMs) })}</p>
        <p role="status">
          {sending ? t('superseded.sending', { count: journal.unsaved }) : t('superseded.saved')}
        </p>
        {journal.overtaken > 0 && <p>{t('adaptive.overtaken')}</p>}
        {setAside.length > 0 && (
          <p>{t('superseded.set-aside', { count: setAside.length, items: setAside.join(', ') })}</p>
        )}
        <p>{t('superseded.continue')}</p>
        <div className="actions">
          <button
            type="button"
            className="button primary large"
            // What lies on this page alone would be lost with it.
            disabled={!journal.kept && journal.pending > 0}
            onClick={onTakeOver}
          >
            {t('exam.continue-here')}
          </button>
        </div>
      </section>
    </main>
  )
}
