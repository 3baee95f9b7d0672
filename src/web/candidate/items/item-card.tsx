import { type ReactElement, type RefObject, useId, useRef } from 'react'
import type { PresentedItem } from '../../../domain/assembly/presented-form.ts'
import { TextWithFormulas } from '../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { MultipleChoiceControl, SingleChoiceControl, TrueFalseControl } from './choice-control.tsx'
import type { ControlProps } from './control-props.ts'
import { MatchingControl } from './matching-control.tsx'
import { OrderingControl } from './ordering-control.tsx'
import { NumericControl, ShortTextControl } from './typed-controls.tsx'

const CONTROLS: Readonly<Record<PresentedItem['type'], (props: ControlProps) => ReactElement>> = {
  'single-choice': SingleChoiceControl,
  'multiple-choice': MultipleChoiceControl,
  'true-false': TrueFalseControl,
  numeric: NumericControl,
  'short-text': ShortTextControl,
  ordering: OrderingControl,
  matching: MatchingControl,
}

const TYPED: ReadonlySet<PresentedItem['type']> = new Set(['numeric', 'short-text'])

interface ItemCardProps extends ControlProps {
  /** Which of how many, in words. */
  readonly place: string
  readonly locked: boolean
  readonly heading: RefObject<HTMLHeadingElement | null> | null
}

/** One item with its control, as a fieldset named by its stem. */
export function ItemCard(props: ItemCardProps): ReactElement {
  const { item, value, place, locked, heading, onAnswer } = props
  const t = useText()
  const localized = useLocalized()
  const id = useId()
  const fields = useRef<HTMLFieldSetElement>(null)
  const Control = CONTROLS[item.type]
  const takeBack = (): void => {
    // The button goes away with the answer.
    fields.current?.querySelector<HTMLElement>(':is(input, select, button):enabled')?.focus()
    onAnswer(null)
  }
  return (
    <section className="item" aria-labelledby={`${id}-place`}>
      <h2 className="item-place" id={`${id}-place`} ref={heading} tabIndex={-1}>
        {place}
        <span className="item-type">{t(`item.type.${item.type}`)}</span>
      </h2>
      <fieldset ref={fields} disabled={locked} aria-describedby={`${id}-how`}>
        <legend className="stem">
          <TextWithFormulas text={localized(item.stem)} />
        </legend>
        {item.pictures?.map(({ mediaType, base64, alt }) => (
          <img
            key={base64}
            className="item-picture"
            src={`data:${mediaType};base64,${base64}`}
            alt={localized(alt)}
          />
        ))}
        <p className="item-hint" id={`${id}-how`}>
          {t(`item.how.${item.type}`)}
        </p>
        <Control key={item.itemId} item={item} value={value} onAnswer={onAnswer} />
      </fieldset>
      <p className="item-foot">
        {value !== null && !TYPED.has(item.type) && !locked && (
          <button type="button" className="button quiet" onClick={takeBack}>
            {t('item.take-back')}
          </button>
        )}
      </p>
    </section>
  )
}
