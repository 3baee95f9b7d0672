import { type ReactNode, useId } from 'react'
import type { Stimulus } from '../../../../domain/bank/bank.ts'
import type { Option } from '../../../../domain/bank/item.ts'
import type { Language } from '../../../../domain/text.ts'
import { plainFormulas } from '../../../shared/formula/split-formulas.ts'
import { TextWithFormulas } from '../../../shared/formula/text-with-formulas.tsx'
import { translateIn } from '../../../shared/text.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { en } from '../../catalogue/en.ts'
import { zhCn } from '../../catalogue/zh-cn.ts'
import type { ItemDraft } from './item-draft.ts'
import { useLanguages } from './item-sheet.tsx'

/** Beside each other both languages are on the page, whatever the viewer's is. */
const TEXTS = {
  en: translateIn({ en, 'zh-CN': zhCn }, 'en'),
  'zh-CN': translateIn({ en, 'zh-CN': zhCn }, 'zh-CN'),
} as const

const seen = (text: string): ReactNode => (text === '' ? '…' : <TextWithFormulas text={text} />)

interface Props {
  readonly item: ItemDraft
  readonly stimulus: Stimulus | null
}

/** An item as candidates see it in either language, with controls that can be tried. */
export function CandidateView({ item, stimulus }: Props) {
  const languages = useLanguages()
  const shared = useSharedText()
  return (
    <div className="sheet">
      {languages.map((language) => (
        <div key={language} className="sheet-side">
          <p className="sheet-language">{shared(`language.${language}`)}</p>
          <div lang={language} className="seen">
            {stimulus !== null && (
              <div className="seen-stimulus">
                <p className="seen-title">{stimulus.title[language]}</p>
                <p className="seen-text">{seen(stimulus.text[language])}</p>
              </div>
            )}
            {/* Another type is another control; what was tried stays no longer. */}
            <SeenItem key={item.type} item={item} language={language} />
          </div>
        </div>
      ))}
    </div>
  )
}

interface SeenProps<Kind extends ItemDraft = ItemDraft> {
  readonly item: Kind
  readonly language: Language
}

function SeenItem({ item, language }: SeenProps) {
  const t = TEXTS[language]
  return (
    <fieldset className="seen-item">
      <legend className="seen-stem">{seen(item.stem[language])}</legend>
      {item.pictures?.map(({ mediaType, base64, alt }) => (
        <img
          key={base64}
          className="seen-picture"
          src={`data:${mediaType};base64,${base64}`}
          alt={alt[language]}
        />
      ))}
      <p className="dimmed">{t(`workshop.seen.how.${item.type}`)}</p>
      {control({ item, language })}
    </fieldset>
  )
}

function control({ item, language }: SeenProps): ReactNode {
  const t = TEXTS[language]
  switch (item.type) {
    case 'single-choice':
      return <Choices kind="radio" texts={item.options.map(({ text }) => text[language])} />
    case 'multiple-choice':
      return <Choices kind="checkbox" texts={item.options.map(({ text }) => text[language])} />
    case 'true-false':
      return <Choices kind="radio" texts={[t('item.true'), t('item.false')]} />
    case 'numeric':
      return <Typed language={language} unit={item.unit[language]} />
    case 'short-text':
      return <Typed language={language} unit={null} />
    case 'ordering':
      return <Steps options={item.options} language={language} />
    case 'matching':
      return <Pairs item={item} language={language} />
  }
}

function Choices(props: {
  readonly kind: 'radio' | 'checkbox'
  readonly texts: readonly string[]
}) {
  const name = useId()
  return props.texts.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place; texts may be the same.
    <label key={index} className="seen-option">
      <input type={props.kind} name={name} />
      <span className="seen-number" aria-hidden="true">
        {index + 1}
      </span>
      <span className="seen-name">{seen(text)}</span>
    </label>
  ))
}

function Typed({ language, unit }: { readonly language: Language; readonly unit: string | null }) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{TEXTS[language]('workshop.seen.answer')}</label>
      <span className="seen-typed">
        <input
          id={id}
          autoComplete="off"
          spellCheck={false}
          inputMode={unit === null ? 'text' : 'decimal'}
        />
        {unit}
      </span>
    </div>
  )
}

/** Candidates get the steps in an order of chance. */
function Steps(props: { readonly options: readonly Option[]; readonly language: Language }) {
  return (
    <ol className="plain">
      {props.options.map(({ id, text }, index) => (
        <li key={id} className="seen-option">
          <span className="seen-number" aria-hidden="true">
            {index + 1}
          </span>
          <span className="seen-name">{seen(text[props.language])}</span>
          <span className="seen-arrows" aria-hidden="true">
            ↑ ↓
          </span>
        </li>
      ))}
    </ol>
  )
}

const letterOf = (place: number): string => String.fromCharCode(65 + place)

function Pairs({ item, language }: SeenProps<Extract<ItemDraft, { type: 'matching' }>>) {
  const t = TEXTS[language]
  const id = useId()
  return (
    <>
      <ol className="plain seen-list">
        {item.options.map((option, index) => (
          <li key={option.id}>
            <b>{letterOf(index)}</b> {seen(option.text[language])}
          </li>
        ))}
      </ol>
      {item.prompts.map((prompt) => (
        <div key={prompt.id} className="seen-pair">
          <label htmlFor={`${id}-${prompt.id}`}>{seen(prompt.text[language])}</label>
          <select id={`${id}-${prompt.id}`}>
            <option value="">{t('workshop.key.none')}</option>
            {item.options.map((option, index) => (
              <option key={option.id} value={option.id}>
                {letterOf(index)} · {plainFormulas(option.text[language])}
              </option>
            ))}
          </select>
        </div>
      ))}
    </>
  )
}
