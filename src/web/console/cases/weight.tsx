import { useFormats } from '../../shared/use-preferences.ts'

/** The weight at which the bar is full; heavier cases are rare. */
const FULL = 6

/** The weight of evidence as a figure with a bar. */
export function Weight({ weight }: { readonly weight: number }) {
  const { number } = useFormats()
  return (
    <span className="weight">
      <strong>{number(weight, 1)}</strong>
      <span className="share-track" aria-hidden="true">
        <span style={{ width: `${Math.min(1, weight / FULL) * 100}%` }} />
      </span>
    </span>
  )
}
