import type { LevelFeedback, MyPanelView } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { ScrollRegion } from '../parts/scroll-region.tsx'
import { useText } from '../text.ts'
import { BookmarkFeedback } from './bookmark-feedback.tsx'

/** What the last round came to beside the judge's own ratings; nobody else's by name. */
export function FeedbackPart({ panel }: { readonly panel: MyPanelView }) {
  const t = useText()
  const say = useLocalized()
  const nameOf = (level: string): string => {
    const found = panel.levels.find(({ id }) => id === level)
    return found ? say(found.name) : level
  }
  if (panel.feedback.length === 0) return null
  return (
    <section className="card panel-part">
      <h2>{t('rate.feedback', { round: panel.feedback[0]?.round ?? 0 })}</h2>
      {panel.feedback.map((feedback) => (
        <div key={feedback.level} className="panel-level">
          <h3>{nameOf(feedback.level)}</h3>
          {feedback.page === null ? (
            <Summary feedback={feedback} itemCount={panel.form.items.length} />
          ) : (
            <BookmarkFeedback feedback={feedback} itemCount={panel.form.items.length} />
          )}
          <Differences panel={panel} feedback={feedback} of="fromPanel" />
          <Differences panel={panel} feedback={feedback} of="fromObserved" />
        </div>
      ))}
    </section>
  )
}

function Summary({ feedback, itemCount }: { feedback: LevelFeedback; itemCount: number }) {
  const t = useText()
  const { number } = useFormats()
  const of = (raw: number): string =>
    t('panel.cut.of', { raw: number(raw, 1), count: number(itemCount) })
  const { distance, spread, judgeCount } = feedback
  const side = Math.abs(distance) < 0.05 ? 'same' : distance > 0 ? 'above' : 'below'
  return (
    <Figures>
      <Figure
        name={t('rate.own-cut')}
        value={of(feedback.raw)}
        hint={t(`rate.distance.${side}`, { distance: number(Math.abs(distance), 1) })}
      />
      <Figure
        name={t('rate.panel-cut', { count: judgeCount })}
        value={of(feedback.panelRaw)}
        hint={spread === null ? undefined : t('rate.spread', { spread: number(spread, 1) })}
      />
    </Figures>
  )
}

interface DifferencesProps {
  readonly panel: MyPanelView
  readonly feedback: LevelFeedback
  readonly of: 'fromPanel' | 'fromObserved'
}

function Differences({ panel, feedback, of }: DifferencesProps) {
  const t = useText()
  const { percent } = useFormats()
  const rows = feedback[of]
  if (rows.length === 0) return null
  const place = (id: string) => panel.form.items.find((one) => one.bankItemId === id)?.position
  return (
    <ScrollRegion label={t(`rate.${of}`)}>
      <table className="table table-small">
        <caption>{t(`rate.${of}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('panel.item')}</th>
            <th scope="col">{t('rate.own')}</th>
            <th scope="col">{t(of === 'fromPanel' ? 'panel.item.mean' : 'panel.item.observed')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ item, own, panel: mean, observed }) => (
            <tr key={item}>
              <th scope="row">{place(item)}</th>
              <td>{percent(own)}</td>
              <td>{percent(of === 'fromPanel' ? mean : (observed ?? 0))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
