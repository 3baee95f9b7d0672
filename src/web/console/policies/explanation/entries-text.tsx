import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** A map of facts by its entries, with numbers as people read them. */
export function EntriesText({ json }: { readonly json: string }) {
  const t = useText()
  const { number } = useFormats()
  const text = (value: unknown): string => {
    if (typeof value === 'boolean') return t(value ? 'explanation.yes' : 'explanation.no')
    if (typeof value === 'number') return number(value, Number.isInteger(value) ? 0 : 2)
    return value === '' ? t('explanation.none') : String(value)
  }
  const entries = Object.entries(JSON.parse(json) as Readonly<Record<string, unknown>>)
  if (entries.length === 0) return t('explanation.none')
  return (
    <ul className="plain">
      {entries.map(([id, value]) => (
        <li key={id}>
          <code>{id}</code>:{' '}
          {typeof value === 'object' && value !== null
            ? Object.entries(value)
                .map(([field, one]) => `${field} ${text(one)}`)
                .join(' · ')
            : text(value)}
        </li>
      ))}
    </ul>
  )
}
