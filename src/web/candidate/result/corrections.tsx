import type { ReactElement } from 'react'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { Note } from '../parts/note.tsx'
import { useText } from '../text.ts'

/** What was put right about questions of this form, and whether that changed the result. */
export function CorrectionsNote({ view }: { readonly view: ResultView }): ReactElement | null {
  const t = useText()
  const { date } = useFormats()
  const { corrections, result } = view
  if (corrections === null || result === null || corrections.items.length === 0) return null
  const { before, items } = corrections
  const same = before?.passed === result.passed && before.level === result.overall.level
  return (
    <Note tone="plain" title={t('result.corrected')}>
      <ul>
        {items.map(({ position, kind, reason, at }) => (
          <li key={`${position} ${at}`}>
            {t(`result.corrected.${kind}`, { place: position, at: date(at) })} {reason}
          </li>
        ))}
      </ul>
      {before !== null && <p>{t(same ? 'result.corrected.same' : 'result.corrected.changed')}</p>}
    </Note>
  )
}
