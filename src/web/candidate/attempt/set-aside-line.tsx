import type { ReactElement } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import { useText } from '../text.ts'
import { Line } from './notice-lines.tsx'

interface SetAsideLineProps {
  readonly form: PresentedForm
  /** Items with an answer that arrived after the one that counts. */
  readonly itemIds: readonly string[]
  /** Null where the item in view is the only one there is. */
  readonly onGo: ((index: number) => void) | null
  readonly onClose: () => void
}

/** The places of items on the form. */
export function positionsOf(form: PresentedForm, itemIds: readonly string[]): readonly number[] {
  return form.items.filter((item) => itemIds.includes(item.itemId)).map((item) => item.position)
}

/** Which answers of another page came too late to count, and a way to look at what counts. */
export function SetAsideLine(props: SetAsideLineProps): ReactElement | null {
  const { form, itemIds, onGo, onClose } = props
  const t = useText()
  const positions = positionsOf(form, itemIds)
  if (positions.length === 0) return null
  const items = positions.join(', ')
  return (
    <Line onClose={onClose}>
      <p>{t('channel.set-aside', { count: positions.length, items })}</p>
      {onGo !== null && (
        <div className="actions">
          {positions.map((place) => (
            <button
              key={place}
              type="button"
              className="button"
              onClick={() => onGo(form.items.findIndex((item) => item.position === place))}
            >
              {t('overview.item', { place })}
            </button>
          ))}
        </div>
      )}
    </Line>
  )
}
