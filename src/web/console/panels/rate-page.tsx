import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { FeedbackPart } from './feedback-part.tsx'
import { RatedItem } from './rated-item.tsx'
import { useRatings } from './use-ratings.ts'

function Rating({ panel }: { readonly panel: MyPanelView }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const ratings = useRatings(panel)
  const open = panel.state === 'rating'
  return (
    <>
      <PageHeading
        title={say(panel.title)}
        badges={<span className="badge">{t(`panel.state.${panel.state}`)}</span>}
        lead={t('rate.lead')}
      />
      {panel.levels.map(({ id, name, borderline }) => (
        <section key={id} className="card panel-part">
          <h2>{t('rate.level', { level: say(name) })}</h2>
          <p>{say(borderline)}</p>
        </section>
      ))}
      <FeedbackPart panel={panel} />
      {open ? (
        <p className="rate-status" role="status">
          <strong>
            {t('rate.progress', { rated: number(ratings.count), asked: number(panel.asked) })}
          </strong>{' '}
          {t(`rate.saving.${ratings.saving}`)}
        </p>
      ) : (
        <EmptyNote>{t(panel.state === 'preparing' ? 'rate.not-yet' : 'rate.closed')}</EmptyNote>
      )}
      {ratings.error !== null && <ProblemAlert error={ratings.error} onRetry={ratings.retry} />}
      <ol className="plain paper-items">
        {panel.form.items.map((item) => (
          <RatedItem key={item.bankItemId} panel={panel} item={item} ratings={ratings} />
        ))}
      </ol>
      {open && ratings.count === panel.asked && <p className="note">{t('rate.done')}</p>}
    </>
  )
}

/** A judge's page: each item with its key, and how probable a right answer is. */
export function RatePage({ panelId }: { readonly panelId: string }) {
  const panel = useApi<MyPanelView>(`/my/panels/${panelId}`)
  return (
    <QueryView query={panel}>
      {(found) => <Rating key={`${found.round}/${found.state}`} panel={found} />}
    </QueryView>
  )
}
