import type { WorkshopItemView } from '../../../../domain/bank/workshop-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** Everything that happened to an item, who did it and when; the newest first. */
export function ItemHistory({ events }: { readonly events: WorkshopItemView['events'] }) {
  const t = useText()
  const { dateTime } = useFormats()
  return (
    <ol className="plain item-history" reversed>
      {[...events].reverse().map(({ number, revision, act, note, actor, at }) => (
        <li key={number}>
          <strong>{t(`workshop.event.${act}`)}</strong>{' '}
          <span className="dimmed">
            {t('workshop.event.facts', {
              revision,
              by: actor ?? t('workshop.somebody'),
              at: dateTime(at),
            })}
          </span>
          {note !== '' && <p>{note}</p>}
        </li>
      ))}
    </ol>
  )
}
