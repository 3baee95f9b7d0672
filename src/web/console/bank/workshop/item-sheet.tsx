import type { Item } from '../../../../domain/bank/item.ts'
import type { Language, LocalizedText } from '../../../../domain/text.ts'
import { useLanguage } from '../../../shared/use-preferences.ts'
import { useSharedText } from '../../../shared/use-text.ts'
import { useText } from '../../text.ts'
import { ItemKey } from '../item-key.tsx'

interface Part {
  readonly id: string
  readonly text: LocalizedText
}

/** The viewer's language first. */
export function useLanguages(): readonly [Language, Language] {
  return useLanguage() === 'en' ? ['en', 'zh-CN'] : ['zh-CN', 'en']
}

function Parts({ parts, language }: { parts: readonly Part[]; language: Language }) {
  return (
    <ul className="sheet-parts">
      {parts.map(({ id, text }) => (
        <li key={id}>
          <code>{id}</code> {text[language]}
        </li>
      ))}
    </ul>
  )
}

function InOneLanguage({ item, language }: { readonly item: Item; readonly language: Language }) {
  const shared = useSharedText()
  return (
    <div className="sheet-side">
      <p className="sheet-language">{shared(`language.${language}`)}</p>
      <div lang={language}>
        <p className="sheet-stem">{item.stem[language]}</p>
        {item.pictures?.map(({ mediaType, base64, alt }) => (
          <figure key={base64} className="item-picture">
            <img src={`data:${mediaType};base64,${base64}`} alt={alt[language]} />
          </figure>
        ))}
        {'prompts' in item && <Parts parts={item.prompts} language={language} />}
        {'options' in item && <Parts parts={item.options} language={language} />}
        {item.type === 'numeric' && <p>{item.unit[language]}</p>}
      </div>
    </div>
  )
}

/** What candidates see of an item, in both languages beside each other. */
export function ItemSheet({ item }: { readonly item: Item }) {
  const languages = useLanguages()
  return (
    <div className="sheet">
      {languages.map((language) => (
        <InOneLanguage key={language} item={item} language={language} />
      ))}
    </div>
  )
}

function TextSides({ text }: { readonly text: LocalizedText }) {
  const languages = useLanguages()
  return (
    <div className="sheet">
      {languages.map((language) => (
        <p key={language} lang={language} className="sheet-side">
          {text[language]}
        </p>
      ))}
    </div>
  )
}

/** An item with what candidates only see afterwards: the key and why it is right. */
export function KeyedSheet({ item }: { readonly item: Item }) {
  const t = useText()
  return (
    <div className="item-page">
      <section>
        <h3>{t('workshop.as-seen')}</h3>
        <ItemSheet item={item} />
      </section>
      <section>
        <h3>{t('item.key')}</h3>
        <ItemKey item={item} />
      </section>
      <section>
        <h3>{t('item.rationale')}</h3>
        <TextSides text={item.rationale} />
      </section>
    </div>
  )
}
