import { useFormats } from '../../shared/use-preferences.ts'

interface Props {
  readonly label: string
  readonly rows: readonly { readonly key: string; readonly name: string; readonly count: number }[]
}

/** Counts as bars of their share; the figures are text, the bars are decoration. */
export function ShareBars({ label, rows }: Props) {
  const { number, percent } = useFormats()
  const all = rows.reduce((sum, row) => sum + row.count, 0)
  return (
    <ul className="share-bars" aria-label={label}>
      {rows.map(({ key, name, count }) => (
        <li key={key}>
          <span className="share-name">{name}</span>
          <span className="share-figure">
            {number(count)}
            {all > 0 && ` · ${percent(count / all)}`}
          </span>
          <span className="share-track" aria-hidden="true">
            <span style={{ width: `${all === 0 ? 0 : (count / all) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}
