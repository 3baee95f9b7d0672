import { useText } from '../../text.ts'

interface Props {
  readonly label: string
  readonly chosen: readonly { readonly id: string; readonly name: string }[]
  readonly onRemove: (id: string) => void
}

/** What was chosen, each with a button that takes it out again. */
export function ChosenList({ label, chosen, onRemove }: Props) {
  const t = useText()
  if (chosen.length === 0) return null
  return (
    <ul className="chosen plain" aria-label={label}>
      {chosen.map(({ id, name }) => (
        <li key={id}>
          <span>{name}</span>
          <button
            type="button"
            onClick={() => onRemove(id)}
            aria-label={t('constraint.take-out', { name })}
          >
            ✕
          </button>
        </li>
      ))}
    </ul>
  )
}
