import type { ScreeningView } from '../../../../domain/settlement/screening-summary.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** What limits the comparison, each once; notes about what was not tested are folded away. */
export function ScreeningFindings({ findings }: Pick<ScreeningView, 'findings'>) {
  const t = useText()
  const say = useLocalized()
  const texts = (isNote: boolean): string[] => [
    ...new Set(
      findings
        .filter(({ severity }) => (severity === 'note') === isNote)
        .map(({ message }) => say(message)),
    ),
  ]
  const [grave, notes] = [texts(false), texts(true)]
  if (grave.length + notes.length === 0) return null
  return (
    <section className="card">
      <h2>{t('screening.findings')}</h2>
      {grave.length > 0 && <TextList texts={grave} />}
      {grave.length === 0 && <TextList texts={notes} />}
      {grave.length > 0 && notes.length > 0 && (
        <details>
          <summary>{t('screening.findings.more', { count: notes.length })}</summary>
          <TextList texts={notes} />
        </details>
      )}
    </section>
  )
}

function TextList({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
