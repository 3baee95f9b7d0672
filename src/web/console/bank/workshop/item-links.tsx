import { Link } from 'wouter'
import { useText } from '../../text.ts'

interface Props {
  readonly program: string
  readonly ids: readonly string[]
}

/** Other items of the workshop by their ids. */
export function ItemLinks({ program, ids }: Props) {
  const t = useText()
  if (ids.length === 0) return t('item.enemies.none')
  return (
    <>
      {ids.map((id) => (
        <Link key={id} href={`/banks/workshop/${program}/${id}`} className="chip chip-link">
          {id}
        </Link>
      ))}
    </>
  )
}
