import { type ReactElement, useId } from 'react'
import { hasFormula } from '../../shared/formula/split-formulas.ts'
import { TextWithFormulas } from '../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import type { ControlProps } from './control-props.ts'
import { paired, pairsOf } from './values.ts'

const letterOf = (place: number): string => String.fromCharCode(65 + place)

/** A list to choose from shows characters only: of a formula the letter it has above. */
const optionName = (place: number, text: string): string =>
  hasFormula(text) ? letterOf(place) : `${letterOf(place)} · ${text}`

/** The options in full with letters, and one list to choose from beside each prompt. */
export function MatchingControl({ item, value, onAnswer }: ControlProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const id = useId()
  const pairs = pairsOf(value)
  return (
    <>
      <p className="matching-title" id={`${id}-options`}>
        {t('item.choose-from')}
      </p>
      <ol className="matching-options" aria-labelledby={`${id}-options`}>
        {item.options.map((option, i) => (
          <li key={option.id}>
            <b>{letterOf(i)}</b>
            <span>
              <TextWithFormulas text={localized(option.text)} />
            </span>
          </li>
        ))}
      </ol>
      <div className="matching">
        {item.prompts.map((prompt) => (
          <div className="matching-row" key={prompt.id}>
            <label htmlFor={`${id}-${prompt.id}`}>
              <TextWithFormulas text={localized(prompt.text)} />
            </label>
            <select
              id={`${id}-${prompt.id}`}
              value={pairs[prompt.id] ?? ''}
              onChange={(event) => onAnswer(paired(value, prompt.id, event.target.value))}
            >
              <option value="">{t('item.choose')}</option>
              {item.options.map((option, i) => (
                <option key={option.id} value={option.id}>
                  {optionName(i, localized(option.text))}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
    </>
  )
}
