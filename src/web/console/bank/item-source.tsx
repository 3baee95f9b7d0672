import type { Item } from '../../../domain/bank/item.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** The provision an item rests on, with the day it was last checked. */
export function ItemSource({ item }: { readonly item: Item }) {
  const t = useText()
  const say = useLocalized()
  const { date } = useFormats()
  const { title, provision, url, checkedOn } = item.source
  return (
    <>
      {say(title)}, {say(provision)}{' '}
      <span className="dimmed">{t('item.checked', { on: date(checkedOn) })}</span>
      {url !== undefined && (
        <>
          {' '}
          <a href={url} rel="noreferrer" target="_blank">
            {t('item.source.open')}
          </a>
        </>
      )}
    </>
  )
}
