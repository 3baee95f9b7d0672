import type { Item } from '../../../domain/bank/item.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLanguage, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

interface Part {
  readonly id: string
  readonly text: LocalizedText
}

function OptionLine({ option, mark }: { readonly option: Part; readonly mark: string | null }) {
  const t = useText()
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <li className="key-option" data-key={mark !== null}>
      <span className="key-mark" aria-hidden="true">
        {mark ?? ''}
      </span>
      <span>
        {mark !== null && <span className="hidden-text">{t('item.is-key')} </span>}
        <span lang={language}>{option.text[language]}</span>
        <span lang={other} className="dimmed key-other">
          {option.text[other]}
        </span>
      </span>
    </li>
  )
}

function Options({
  item,
}: {
  readonly item: Extract<Item, { type: 'single-choice' | 'multiple-choice' }>
}) {
  const right = typeof item.key === 'string' ? [item.key] : item.key
  return (
    <ul className="key-options">
      {item.options.map((option) => (
        <OptionLine key={option.id} option={option} mark={right.includes(option.id) ? '✓' : null} />
      ))}
    </ul>
  )
}

function InOrder({ item }: { readonly item: Extract<Item, { type: 'ordering' }> }) {
  const { number } = useFormats()
  const ordered = item.key.flatMap((id) => item.options.filter((option) => option.id === id))
  return (
    <ol className="key-options">
      {ordered.map((option, index) => (
        <OptionLine key={option.id} option={option} mark={number(index + 1)} />
      ))}
    </ol>
  )
}

function Pairs({ item }: { readonly item: Extract<Item, { type: 'matching' }> }) {
  const t = useText()
  const say = useLocalized()
  const partOf = (id: string | undefined): string => {
    const found = item.options.find((option) => option.id === id)
    return found ? say(found.text) : '–'
  }
  const spare = item.options.filter(({ id }) => !Object.values(item.key).includes(id))
  return (
    <>
      <ul className="key-options">
        {item.prompts.map(({ id, text }) => (
          <li key={id} className="key-option key-pair" data-key="true">
            <span>
              {say(text)} → <strong>{partOf(item.key[id])}</strong>
            </span>
          </li>
        ))}
      </ul>
      {spare.length > 0 && (
        <p className="dimmed">
          {t('item.spare', { options: spare.map(({ text }) => say(text)).join(' · ') })}
        </p>
      )}
    </>
  )
}

/** What is right, by type of item. */
export function ItemKey({ item }: { readonly item: Item }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  switch (item.type) {
    case 'single-choice':
    case 'multiple-choice':
      return <Options item={item} />
    case 'ordering':
      return <InOrder item={item} />
    case 'matching':
      return <Pairs item={item} />
    case 'true-false':
      return <p>{t(item.key ? 'item.true' : 'item.false')}</p>
    case 'numeric':
      return (
        <p>
          {String(item.key.value)} {say(item.unit)}
          {item.key.tolerance > 0 && ` ± ${number(item.key.tolerance, 2)}`}
        </p>
      )
    case 'short-text':
      return <p>{item.key.accepted.join(' · ')}</p>
  }
}
