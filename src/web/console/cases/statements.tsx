import type { CaseView } from '../../../domain/review/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { useText } from '../text.ts'

/** What the candidate says about it, in their own words. */
export function Statements({
  statements,
  empty,
}: Pick<CaseView, 'statements'> & { readonly empty?: string }) {
  const t = useText()
  const { dateTime } = useFormats()
  if (statements.length === 0) return <EmptyNote>{empty ?? t('statements.empty')}</EmptyNote>
  return (
    <ol className="statements">
      {statements.map(({ at, text }) => (
        <li key={at}>
          <p className="dimmed">{dateTime(at)}</p>
          <blockquote>{text}</blockquote>
        </li>
      ))}
    </ol>
  )
}
