import type { Fault } from '../../../domain/refusal.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

const SHOWN = 200

/** Faults of a document: where (JSON pointer) and what. */
export function FindingsList({ findings }: { readonly findings: readonly Fault[] }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <>
      <p>
        <strong>{t('findings.count', { count: number(findings.length) })}</strong>
      </p>
      <ol className="findings">
        {findings.slice(0, SHOWN).map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            {pointer !== '' && <code>{pointer}</code>}
            <span>{detail}</span>
          </li>
        ))}
      </ol>
      {findings.length > SHOWN && <p>{t('findings.more', { count: number(SHOWN) })}</p>}
    </>
  )
}
