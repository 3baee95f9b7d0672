import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { QueryView } from '../parts/query-view.tsx'
import { useApi } from '../queries.ts'
import { useText } from '../text.ts'
import { BookmarkBooklet } from './bookmark-booklet.tsx'
import { JudgeHeading } from './judge-heading.tsx'
import { RatedItem } from './rated-item.tsx'
import { useRatings } from './use-ratings.ts'

function Rating({ panel }: { readonly panel: MyPanelView }) {
  const t = useText()
  const { number } = useFormats()
  const ratings = useRatings(panel)
  const open = panel.state === 'rating'
  return (
    <>
      <JudgeHeading panel={panel} />
      {open && (
        <p className="rate-status" role="status">
          <strong>
            {t('rate.progress', { rated: number(ratings.count), asked: number(panel.asked) })}
          </strong>{' '}
          {t(`rate.saving.${ratings.saving}`)}
        </p>
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

/** A judge's page: each item with its key, and how probable a right answer is, or a bookmark. */
export function RatePage({ panelId }: { readonly panelId: string }) {
  const panel = useApi<MyPanelView>(`/my/panels/${panelId}`, { fresh: true })
  return (
    <QueryView query={panel}>
      {(found) => {
        const Judging = found.method === 'bookmark' ? BookmarkBooklet : Rating
        return <Judging key={`${found.round}/${found.state}`} panel={found} />
      }}
    </QueryView>
  )
}
