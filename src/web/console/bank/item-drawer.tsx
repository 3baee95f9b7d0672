import { Drawer } from '@mantine/core'
import type { Item } from '../../../domain/bank/item.ts'
import type { BankVersionRow } from '../../../domain/scheduling/views.ts'
import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLanguage, useLocalized } from '../../shared/use-preferences.ts'
import { useSharedText } from '../../shared/use-text.ts'
import { useText } from '../text.ts'
import type { BankContent } from './bank-content.ts'
import { ItemKey } from './item-key.tsx'
import { ItemSource } from './item-source.tsx'

interface Props {
  readonly content: BankContent
  readonly bank: BankVersionRow
  readonly itemId: string
  readonly onOpen: (itemId: string) => void
}

/** A text in the viewer's language first, then in the other one. */
function BothLanguages({ text }: { readonly text: LocalizedText }) {
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <>
      <p lang={language}>{text[language]}</p>
      <p lang={other} className="dimmed">
        {text[other]}
      </p>
    </>
  )
}

function Picture({ picture }: { readonly picture: NonNullable<Item['pictures']>[number] }) {
  const say = useLocalized()
  const { mediaType, base64, alt } = picture
  return (
    <figure className="item-picture">
      <img src={`data:${mediaType};base64,${base64}`} alt={say(alt)} />
      <figcaption className="dimmed">{say(alt)}</figcaption>
    </figure>
  )
}

function ItemFacts({
  item,
  bank,
  onOpen,
}: Omit<Props, 'content' | 'itemId'> & { readonly item: Item }) {
  const t = useText()
  const say = useLocalized()
  const { number, list } = useFormats()
  const named = (id: string, from: readonly { id: string; name: LocalizedText }[]): string => {
    const found = from.find((entry) => entry.id === id)
    return found ? say(found.name) : id
  }
  const parameters = item.parameters?.values
  return (
    <dl className="item-facts">
      <dt>{t('builder.cell.competency')}</dt>
      <dd>{named(item.competency, bank.competencies)}</dd>
      <dt>{t('builder.cell.level')}</dt>
      <dd>{t(`level.${item.level}`)}</dd>
      <dt>{t('items.type')}</dt>
      <dd>{t(`type.${item.type}`)}</dd>
      <dt>{t('item.posts')}</dt>
      <dd>
        {item.posts.length === 0
          ? t('item.posts.every')
          : list(item.posts.map((post) => named(post, bank.posts)))}
      </dd>
      <dt>{t('item.enemies')}</dt>
      <dd>
        {item.enemies.length === 0
          ? t('item.enemies.none')
          : item.enemies.map((enemy) => (
              <button type="button" key={enemy} className="chip" onClick={() => onOpen(enemy)}>
                {enemy}
              </button>
            ))}
      </dd>
      <dt>{t('item.parameters')}</dt>
      <dd>
        {parameters === undefined || item.parameters === undefined
          ? t('item.parameters.none')
          : `a = ${number(parameters.discrimination, 2)}, b = ${number(parameters.difficulty, 2)}, c = ${number(parameters.guessing, 2)} (${t(`provenance.short.${item.parameters.provenance}`)})`}
      </dd>
    </dl>
  )
}

function ItemPage({
  item,
  content,
  bank,
  onOpen,
}: Omit<Props, 'itemId'> & { readonly item: Item }) {
  const t = useText()
  const stimulus = content.stimuli.find(({ id }) => id === item.stimulus)
  return (
    <div className="item-page">
      {stimulus !== undefined && (
        <section className="stimulus">
          <h3>{t('item.stimulus')}</h3>
          <BothLanguages text={stimulus.text} />
        </section>
      )}
      <section className="item-stem">
        <h3>{t('item.stem')}</h3>
        <BothLanguages text={item.stem} />
        {item.pictures?.map((picture) => (
          <Picture key={picture.base64} picture={picture} />
        ))}
      </section>
      <section>
        <h3>{t('item.key')}</h3>
        <ItemKey item={item} />
      </section>
      <section>
        <h3>{t('item.rationale')}</h3>
        <BothLanguages text={item.rationale} />
      </section>
      <section>
        <h3>{t('item.source')}</h3>
        <p>
          <ItemSource item={item} />
        </p>
      </section>
      <ItemFacts item={item} bank={bank} onOpen={onOpen} />
    </div>
  )
}

/** One item, whole, in both languages. */
export function ItemDrawer({ content, bank, itemId, onOpen }: Props) {
  const t = useText()
  const shared = useSharedText()
  const item = content.items.find(({ id }) => id === itemId)
  return (
    <Drawer
      opened={item !== undefined}
      onClose={() => onOpen('')}
      position="right"
      size="xl"
      title={t('item.title', { id: itemId })}
      closeButtonProps={{ 'aria-label': shared('common.close') }}
    >
      {item !== undefined && <ItemPage item={item} content={content} bank={bank} onOpen={onOpen} />}
    </Drawer>
  )
}
