import type { MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { PageHeading } from '../parts/page-heading.tsx'
import { useText } from '../text.ts'
import { FeedbackPart } from './feedback-part.tsx'

/** What a judge reads first: the question, whom to think of, what the last round came to. */
export function JudgeHeading({ panel }: { readonly panel: MyPanelView }) {
  const t = useText()
  const say = useLocalized()
  return (
    <>
      <PageHeading
        title={say(panel.title)}
        badges={<span className="badge">{t(`panel.state.${panel.state}`)}</span>}
        lead={t(panel.method === 'bookmark' ? 'bookmark.lead' : 'rate.lead')}
      />
      {panel.levels.map(({ id, name, borderline }) => (
        <section key={id} className="card panel-part">
          <h2>{t('rate.level', { level: say(name) })}</h2>
          <p>{say(borderline)}</p>
        </section>
      ))}
      <FeedbackPart panel={panel} />
      {panel.state !== 'rating' && (
        <EmptyNote>{t(panel.state === 'preparing' ? 'rate.not-yet' : 'rate.closed')}</EmptyNote>
      )}
    </>
  )
}
