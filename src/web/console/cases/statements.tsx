import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useText } from '../text.ts'

/** What the candidate says about it, in their own words. */
export function Statements({ view }: { readonly view: CaseView }) {
  const t = useText()
  const { dateTime } = useFormats()
  if (view.statements.length === 0) return <EmptyNote>{t('statements.empty')}</EmptyNote>
  return (
    <ol className="statements">
      {view.statements.map(({ at, text }) => (
        <li key={at}>
          <p className="dimmed">{dateTime(at)}</p>
          <blockquote>{text}</blockquote>
        </li>
      ))}
    </ol>
  )
}
