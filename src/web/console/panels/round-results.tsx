import type { PanelView, RoundLevel } from '../../../domain/scheduling/panel-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Figure, Figures } from '../parts/figures.tsx'
import { ScrollRegion } from '../parts/scroll-region.tsx'
import { IntervalsPlot } from '../plots/intervals-plot.tsx'
import { useText } from '../text.ts'
import { usePlaceNames } from './use-place-names.ts'

/** Half the width of a 95 % interval, in standard errors. */
const REACH = 1.96

type Round = PanelView['rounds'][number]

function CutFigures({ level, itemCount }: { level: RoundLevel; itemCount: number }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { cut, agreement } = level
  const { rangeOf } = usePlaceNames(itemCount)
  if (cut === null) return null
  const pages = level.judges.flatMap(({ page }) => page ?? [])
  const error = (value: number | null, digits: number): string =>
    value === null ? t('panel.error.unknown') : t('panel.error', { error: number(value, digits) })
  return (
    <Figures>
      <Figure
        name={t('panel.cut.raw')}
        value={t('panel.cut.of', { raw: number(cut.raw, 1), count: number(itemCount) })}
        hint={error(cut.rawStandardError, 2)}
      />
      <Figure
        name={t('panel.cut.theta')}
        value={cut.theta === null ? '–' : number(cut.theta, 2)}
        hint={error(cut.thetaStandardError, 2)}
      />
      {pages.length === 0 ? (
        <Figure
          name={t('panel.agreement')}
          value={agreement.panelMean === null ? '–' : percent(agreement.panelMean)}
          hint={t('panel.agreement.hint')}
        />
      ) : (
        <Figure
          name={t('panel.bookmarks')}
          value={rangeOf(pages)}
          hint={t('bookmark.range.hint')}
        />
      )}
    </Figures>
  )
}

/** Where each judge would cut, and the panel with its interval. */
function JudgesPlot({ level, itemCount }: { level: RoundLevel; itemCount: number }) {
  const t = useText()
  const { placeOf } = usePlaceNames(itemCount)
  const { cut, judges } = level
  if (cut === null || cut.theta === null) return null
  const reach = REACH * (cut.thetaStandardError ?? 0)
  const own = judges.flatMap(({ name: judge, theta, page }) => {
    const name = page === null ? judge : t('bookmark.of', { judge, place: placeOf(page) })
    return theta === null ? [] : [{ name, value: theta, low: theta, high: theta, count: 1 }]
  })
  const whole = {
    name: t('panel.whole'),
    value: cut.theta,
    low: cut.theta - reach,
    high: cut.theta + reach,
    count: judges.length,
  }
  return (
    <IntervalsPlot
      title={t('panel.plot')}
      rows={[whole, ...own]}
      cuts={[{ name: t('panel.whole'), value: cut.theta }]}
    />
  )
}

function Disputed({ level }: { readonly level: RoundLevel }) {
  const t = useText()
  const { percent } = useFormats()
  if (level.disputed.length === 0) return null
  const share = (value: number | null): string => (value === null ? '–' : percent(value))
  return (
    <ScrollRegion label={t('panel.disputed')}>
      <table className="table table-small">
        <caption>{t('panel.disputed')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('panel.item')}</th>
            <th scope="col">{t('panel.item.mean')}</th>
            <th scope="col">{t('panel.item.spread')}</th>
            <th scope="col">{t('panel.item.observed')}</th>
          </tr>
        </thead>
        <tbody>
          {level.disputed.map(({ item, mean, standardDeviation, observed }) => (
            <tr key={item}>
              <th scope="row">
                <code>{item}</code>
              </th>
              <td>{share(mean)}</td>
              <td>{share(standardDeviation)}</td>
              <td>{share(observed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** What a closed round came to, level by level. */
export function RoundResults({
  panel,
  round,
}: {
  readonly panel: PanelView
  readonly round: Round
}) {
  const t = useText()
  const say = useLocalized()
  return (
    <section className="card panel-part">
      <h2>{t('panel.round', { round: round.round })}</h2>
      {round.levels.map((level) => {
        const found = panel.levels.find(({ id }) => id === level.level)
        return (
          <div key={level.level} className="panel-level">
            <h3>{found ? say(found.name) : level.level}</h3>
            <CutFigures level={level} itemCount={panel.itemCount} />
            {level.findings.map(({ code, message }) => (
              <p key={code} className="note">
                {say(message)}
              </p>
            ))}
            <JudgesPlot level={level} itemCount={panel.itemCount} />
            <Disputed level={level} />
          </div>
        )
      })}
    </section>
  )
}
