import type { Item } from '../../../../domain/bank/item.ts'
import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { ItemSource } from '../item-source.tsx'
import { ItemLinks } from './item-links.tsx'
import { useNames } from './use-names.ts'

interface Props {
  readonly program: string
  readonly view: WorkshopItemView
  readonly item: Item
}

/** What an item belongs to, what it rests on and what it must not meet. */
export function ItemFacts({ program, view, item }: Props) {
  const t = useText()
  const { list } = useFormats()
  const names = useNames(program)
  return (
    <dl className="item-facts">
      <dt>{t('builder.cell.competency')}</dt>
      <dd>{names.competency(item.competency)}</dd>
      <dt>{t('builder.cell.level')}</dt>
      <dd>{t(`level.${item.level}`)}</dd>
      <dt>{t('items.type')}</dt>
      <dd>{t(`type.${item.type}`)}</dd>
      <dt>{t('item.posts')}</dt>
      <dd>{item.posts.length === 0 ? t('item.posts.every') : list(item.posts.map(names.post))}</dd>
      {item.stimulus !== undefined && (
        <>
          <dt>{t('item.stimulus')}</dt>
          <dd>
            <code>{item.stimulus}</code> {names.stimulus(item.stimulus)}
          </dd>
        </>
      )}
      <dt>{t('item.source')}</dt>
      <dd>
        <ItemSource item={item} />
      </dd>
      <dt>{t('item.enemies')}</dt>
      <dd>
        <ItemLinks program={program} ids={view.enemies} />
      </dd>
      <dt>{t('workshop.near')}</dt>
      <dd>
        <NearDuplicates program={program} view={view} />
      </dd>
    </dl>
  )
}

function NearDuplicates({ program, view }: Omit<Props, 'item'>) {
  const t = useText()
  const { percent } = useFormats()
  // The service tells similarities from its threshold on, and nothing below.
  const shareOf = (share: number): string =>
    share === 0 ? t('workshop.near.less') : percent(share)
  if (view.nearDuplicates.length === 0) return t('item.enemies.none')
  return (
    <ul className="plain">
      {view.nearDuplicates.map(({ itemId, chinese, english }) => (
        <li key={itemId}>
          <ItemLinks program={program} ids={[itemId]} />{' '}
          {t('workshop.near.share', {
            chinese: shareOf(chinese),
            english: shareOf(english),
          })}
        </li>
      ))}
    </ul>
  )
}
