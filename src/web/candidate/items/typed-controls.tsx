import { type ReactElement, useId, useState } from 'react'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import type { ControlProps } from './control-props.ts'
import { useTyping } from './use-typing.ts'
import { parseNumber } from './values.ts'

export function NumericControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const id = useId()
  const [faulty, setFaulty] = useState(false)
  const typing = useTyping(typeof value === 'number' ? String(value) : '', (text) => {
    const number = parseNumber(text)
    setFaulty(number === undefined)
    if (number !== undefined) onAnswer(number)
  })
  return (
    <div className="field typed">
      <label htmlFor={id}>{t('item.your-number')}</label>
      <div className="with-unit">
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          maxLength={40}
          aria-invalid={faulty || undefined}
          aria-describedby={`${id}-fault ${id}-unit`}
          {...typing}
        />
        {item.unit !== null && <span id={`${id}-unit`}>{localized(item.unit)}</span>}
      </div>
      <p className="fault" id={`${id}-fault`} role="status">
        {faulty && t('item.not-a-number')}
      </p>
    </div>
  )
}

export function ShortTextControl({ value, onAnswer }: ControlProps): ReactElement {
  const t = useText()
  const id = useId()
  const typing = useTyping(typeof value === 'string' ? value : '', (text) =>
    onAnswer(text.trim() === '' ? null : text.trim()),
  )
  return (
    <div className="field typed">
      <label htmlFor={id}>{t('item.your-text')}</label>
      <input id={id} autoComplete="off" spellCheck={false} maxLength={2000} {...typing} />
    </div>
  )
}
