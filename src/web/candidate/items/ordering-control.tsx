import { type ReactElement, useEffect, useRef, useState } from 'react'
import { plainFormulas } from '../../shared/formula/split-formulas.ts'
import { TextWithFormulas } from '../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'
import type { ControlProps } from './control-props.ts'
import { moved, orderOf } from './values.ts'

/** Steps moved by buttons: the same for mouse, touch and keyboard. */
export function OrderingControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const list = useRef<HTMLOListElement>(null)
  const focusOn = useRef<string | null>(null)
  const [said, setSaid] = useState('')
  const order = orderOf(item, value)
  // The button pressed moves with its step; where it went dead at an end, its twin takes over.
  useEffect(() => {
    if (focusOn.current === null) return
    const [id, way] = focusOn.current.split(' ')
    const row = list.current?.querySelector(`[data-option="${id}"]`)
    const same = row?.querySelector<HTMLButtonElement>(`[data-way="${way}"]:not(:disabled)`)
    const other = row?.querySelector<HTMLButtonElement>('[data-way]:not(:disabled)')
    ;(same ?? other)?.focus()
    focusOn.current = null
  })
  const move = (place: number, by: -1 | 1, name: string): void => {
    const next = moved(order, place, by)
    if (next === null) return
    focusOn.current = `${order[place]} ${by}`
    setSaid(t('item.moved', { name, place: place + by + 1, count: order.length }))
    onAnswer(next)
  }
  const keep = (): void => {
    focusOn.current = `${order[0]} 1`
    onAnswer([...order])
  }
  return (
    <>
      <ol className="ordering" ref={list}>
        {order.map((id, place) => {
          const option = item.options.find((candidate) => candidate.id === id)
          const text = option === undefined ? '' : localized(option.text)
          const name = plainFormulas(text)
          return (
            <li key={id} data-option={id}>
              <span className="option-number" aria-hidden="true">
                {place + 1}
              </span>
              <span className="option-text">
                <TextWithFormulas text={text} />
              </span>
              {([-1, 1] as const).map((by) => (
                <button
                  key={by}
                  type="button"
                  className="button square"
                  data-way={by}
                  disabled={place + by < 0 || place + by >= order.length}
                  onClick={() => move(place, by, name)}
                >
                  <Icon name={by < 0 ? 'up' : 'down'} />
                  <span className="unseen">
                    {t(by < 0 ? 'item.move-up' : 'item.move-down', { name })}
                  </span>
                </button>
              ))}
            </li>
          )
        })}
      </ol>
      <p className="unseen" role="status">
        {said}
      </p>
      {value === null && (
        <p className="item-hint">
          {t('item.order-open')}{' '}
          <button type="button" className="button" onClick={keep}>
            {t('item.keep-order')}
          </button>
        </p>
      )}
    </>
  )
}
