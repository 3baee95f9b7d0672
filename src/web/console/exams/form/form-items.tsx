import type { KeyedForm, KeyedItem } from '../../../../domain/assembly/keyed-form.ts'
import { TextWithFormulas } from '../../../shared/formula/text-with-formulas.tsx'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { letterOf, rightOptions, useKeyText } from './key-text.ts'

type Part = KeyedItem['options'][number]

function Options({ item, keyShown }: { readonly item: KeyedItem; readonly keyShown: boolean }) {
  const t = useText()
  const say = useLocalized()
  const right = keyShown ? rightOptions(item) : []
  if (item.options.length === 0) return null
  return (
    <ol className="paper-options">
      {item.options.map(({ id, text }) => (
        <li key={id} data-right={right.includes(id)}>
          <span className="paper-number">{id}.</span>
          <span>
            <TextWithFormulas text={say(text)} />
            {right.includes(id) && (
              <span className="key-only">
                {' '}
                <span aria-hidden="true">✓</span>
                <span className="hidden-text">{t('form.key.right')}</span>
              </span>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Prompts({ prompts }: { readonly prompts: readonly Part[] }) {
  const say = useLocalized()
  if (prompts.length === 0) return null
  return (
    <ol className="paper-options">
      {prompts.map(({ id, text }) => (
        <li key={id}>
          <span className="paper-number">{letterOf(id)}.</span>
          <span>
            <TextWithFormulas text={say(text)} />
          </span>
        </li>
      ))}
    </ol>
  )
}

/** Where an answer is written by hand, for items without options to tick. */
function AnswerLine({ item }: { readonly item: KeyedItem }) {
  const t = useText()
  const say = useLocalized()
  if (item.type === 'single-choice' || item.type === 'multiple-choice') return null
  return (
    <p className="paper-answer print-only">
      {item.type === 'true-false' ? (
        <>
          ☐ {t('item.true')} &emsp; ☐ {t('item.false')}
        </>
      ) : (
        <>
          {t('form.answer')} <span className="paper-line" /> {item.unit !== null && say(item.unit)}
        </>
      )}
    </p>
  )
}

function PaperItem({ item, keyShown }: { readonly item: KeyedItem; readonly keyShown: boolean }) {
  const t = useText()
  const say = useLocalized()
  const keyText = useKeyText()
  return (
    <li className="paper-item">
      <p className="paper-stem">
        <span className="paper-number">{item.position}.</span>
        <span>
          <TextWithFormulas text={say(item.stem)} />{' '}
          <span className="dimmed">
            {item.unit === null
              ? t('form.item.type', { type: t(`type.${item.type}`) })
              : t('form.item.unit', { type: t(`type.${item.type}`), unit: say(item.unit) })}
          </span>
        </span>
      </p>
      {item.pictures?.map(({ mediaType, base64, alt }) => (
        <img
          key={base64}
          className="paper-picture"
          src={`data:${mediaType};base64,${base64}`}
          alt={say(alt)}
        />
      ))}
      <Prompts prompts={item.prompts} />
      <Options item={item} keyShown={keyShown} />
      <AnswerLine item={item} />
      {keyShown && (
        <p className="note key-only">
          <strong>{t('form.key.answer', { answer: keyText(item) })}</strong>{' '}
          <code>{item.bankItemId}</code>
          <br />
          {say(item.rationale)}
        </p>
      )}
    </li>
  )
}

/** The items in the order, and with the option numbers, that the candidate saw. */
export function FormItems({
  form,
  keyShown,
}: {
  readonly form: Pick<KeyedForm, 'items' | 'stimuli'>
  readonly keyShown: boolean
}) {
  const say = useLocalized()
  const firstWith = new Map<string, number>()
  for (const { stimulusId, position } of form.items) {
    if (stimulusId !== null && !firstWith.has(stimulusId)) firstWith.set(stimulusId, position)
  }
  return (
    <ol className="plain paper-items">
      {form.items.flatMap((item) => {
        const stimulus = form.stimuli.find(({ id }) => firstWith.get(id) === item.position)
        return [
          stimulus && (
            <li key={stimulus.id} className="paper-stimulus">
              <h3>{say(stimulus.title)}</h3>
              {say(stimulus.text)
                .split(/\n+/)
                .map((paragraph) => (
                  <p key={paragraph}>{paragraph}</p>
                ))}
            </li>
          ),
          <PaperItem key={item.itemId} item={item} keyShown={keyShown} />,
        ]
      })}
    </ol>
  )
}
