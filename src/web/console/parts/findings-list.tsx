import type { Fault } from '../../../domain/refusal.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { ScrollRegion } from './scroll-region.tsx'

const SHOWN = 200

/** Faults of a document: where (JSON pointer) and what. */
export function FindingsList({ findings }: { readonly findings: readonly Fault[] }) {
  const t = useText()
  const { number } = useFormats()
  const count = t('findings.count', { count: number(findings.length) })
  return (
    <>
      <p>
        <strong>{count}</strong>
      </p>
      <ScrollRegion label={count} tall>
        <ol className="findings">
          {findings.slice(0, SHOWN).map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>
              {pointer !== '' && <code>{pointer}</code>}
              <span>{detail}</span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      {findings.length > SHOWN && <p>{t('findings.more', { count: number(SHOWN) })}</p>}
    </>
  )
}
