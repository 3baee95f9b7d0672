import { type ReactElement, useId, useState } from 'react'
import type { PresentedForm } from '../../../domain/assembly/presented-form.ts'
import { TextWithFormulas } from '../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../shared/use-preferences.ts'
import { Icon } from '../parts/icon.tsx'
import { useText } from '../text.ts'

/** Beside the item where there is room; above it and foldable on a phone. */
export function Stimulus(props: {
  readonly stimulus: PresentedForm['stimuli'][number]
}): ReactElement {
  const { stimulus } = props
  const t = useText()
  const localized = useLocalized()
  const id = useId()
  const [folded, setFolded] = useState(false)
  return (
    <section className="stimulus" aria-labelledby={`${id}-title`} data-folded={folded}>
      <div className="stimulus-head">
        <h2 id={`${id}-title`}>{localized(stimulus.title)}</h2>
        <button
          type="button"
          className="button quiet fold"
          aria-expanded={!folded}
          aria-controls={`${id}-text`}
          onClick={() => setFolded(!folded)}
        >
          {t(folded ? 'item.unfold' : 'item.fold')}
          <Icon name={folded ? 'down' : 'up'} />
        </button>
      </div>
      <div className="stimulus-text" id={`${id}-text`}>
        {localized(stimulus.text)
          .split(/\n+/)
          .map((paragraph) => (
            <p key={paragraph}>
              <TextWithFormulas text={paragraph} />
            </p>
          ))}
      </div>
    </section>
  )
}
