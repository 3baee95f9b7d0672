import type { ReactElement } from 'react'
import { hasFormula } from '../../shared/formula/split-formulas.ts'
import { TextWithFormulas } from '../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import type { ControlProps } from './control-props.ts'
import { idsOf, toggled } from './values.ts'

interface OptionProps {
  readonly kind: 'radio' | 'checkbox'
  readonly name: string
  readonly place: number
  readonly text: string
  readonly chosen: boolean
  readonly onChoose: () => void
}

function Choice({ kind, name, place, text, chosen, onChoose }: OptionProps): ReactElement {
  return (
    <label className={chosen ? 'option chosen' : 'option'}>
      <input type={kind} name={name} checked={chosen} onChange={onChoose} />
      {/* Not every reader takes a formula for a name: the number stands for it. */}
      <span className="option-number" aria-hidden={!hasFormula(text)}>
        {place}
      </span>
      <span className="option-text">
        <TextWithFormulas text={text} />
      </span>
    </label>
  )
}

export function SingleChoiceControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const localized = useLocalized()
  return (
    <>
      {item.options.map((option, i) => (
        <Choice
          key={option.id}
          kind="radio"
          name={item.itemId}
          place={i + 1}
          text={localized(option.text)}
          chosen={value === option.id}
          onChoose={() => onAnswer(option.id)}
        />
      ))}
    </>
  )
}

export function MultipleChoiceControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const localized = useLocalized()
  const chosen = idsOf(value)
  return (
    <>
      {item.options.map((option, i) => (
        <Choice
          key={option.id}
          kind="checkbox"
          name={item.itemId}
          place={i + 1}
          text={localized(option.text)}
          chosen={chosen.includes(option.id)}
          onChoose={() => onAnswer(toggled(item, value, option.id))}
        />
      ))}
    </>
  )
}

export function TrueFalseControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const t = useText()
  return (
    <>
      {[true, false].map((truth, i) => (
        <Choice
          key={String(truth)}
          kind="radio"
          name={item.itemId}
          place={i + 1}
          text={t(truth ? 'item.true' : 'item.false')}
          chosen={value === truth}
          onChoose={() => onAnswer(truth)}
        />
      ))}
    </>
  )
}
