import type { GapCell, GapGroup, GapMap } from '../../../../domain/settlement/gap-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { ExportButton } from '../../parts/export-button.tsx'
import { QueryView } from '../../parts/query-view.tsx'
import { ScrollRegion } from '../../parts/scroll-region.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import { GapTable } from './gap-table.tsx'

type Shown = NonNullable<GapCell['shown']>

function HeatCell({ shown }: { readonly shown: Shown | null }) {
  const t = useText()
  const { number, percent } = useFormats()
  if (shown === null) return <td className="gap-cell dimmed">{t('gaps.hidden')}</td>
  const { mean, share, standing } = shown
  return (
    <td className="gap-cell" data-standing={standing}>
      <b>{number(mean.value, 1)}</b>
      <span className="gap-range">
        {t('gaps.range', { low: number(mean.low, 1), high: number(mean.high, 1) })}
      </span>
      {share !== null && (
        <span className="gap-range">{t('gaps.reach', { share: percent(share.value) })}</span>
      )}
      {standing !== 'none' && (
        <span className="gap-standing">{t(`gaps.standing.${standing}`)}</span>
      )}
    </td>
  )
}

function HeatMap({ map }: { readonly map: GapMap }) {
  const t = useText()
  const say = useLocalized()
  return (
    <ScrollRegion label={t('gaps.title')}>
      <table className="gap-map">
        <caption className="hidden-text">{t('gaps.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('analysis.fairness.group')}</th>
            {map.competencies.map(({ id, name }) => (
              <th key={id} scope="col">
                {say(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.groups.map((group) => (
            <tr key={group.id} data-kind={group.kind}>
              <GroupHead group={group} />
              {group.cells.map(({ competency, shown }) => (
                <HeatCell key={competency} shown={shown} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function GroupHead({ group }: { readonly group: GapGroup }) {
  const t = useText()
  const say = useLocalized()
  return (
    <th scope="row" style={{ paddingInlineStart: `${0.5 + group.depth * 0.75}rem` }}>
      {group.kind === 'all' ? t('gaps.everybody') : say(group.name)}
      {group.kind !== 'all' && <div className="dimmed">{t(`gaps.kind.${group.kind}`)}</div>}
    </th>
  )
}

function Training({ map }: { readonly map: GapMap }) {
  const t = useText()
  const say = useLocalized()
  if (map.training.length === 0) return <p>{t('gaps.training.none')}</p>
  return (
    <>
      <h4>{t('gaps.training')}</h4>
      <ul className="training">
        {map.training.map(({ group, competency, sentence }) => (
          <li key={`${group} ${competency}`}>{say(sentence)}</li>
        ))}
      </ul>
    </>
  )
}

function Gaps({ map, examId }: { readonly map: GapMap; readonly examId: string }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const shown = map.groups.some(({ cells }) => cells.some((cell) => cell.shown !== null))
  if (!shown) return <p className="dimmed">{t('gaps.too-few')}</p>
  return (
    <>
      <p className="dimmed">
        {map.required !== null &&
          t('gaps.required', { level: say(map.required.name), cut: number(map.required.cut, 1) })}
        {t('gaps.hint')}
      </p>
      <Training map={map} />
      <HeatMap map={map} />
      <details className="screen-only">
        <summary>{t('plot.as-table')}</summary>
        <GapTable map={map} />
      </details>
      <GapExport map={map} examId={examId} />
    </>
  )
}

function GapExport({ map, examId }: { readonly map: GapMap; readonly examId: string }) {
  const say = useLocalized()
  const ends = (interval: Shown['share']) =>
    interval === null ? [null, null, null] : [interval.value, interval.low, interval.high]
  return (
    <ExportButton
      fileName={`exam-${examId}-gaps`}
      header={[
        ...['kind', 'group', 'competency', 'persons', 'mean', 'meanLow', 'meanHigh'],
        ...['share', 'shareLow', 'shareHigh', 'difference', 'differenceLow', 'differenceHigh'],
        'standing',
      ]}
      rows={() =>
        map.groups.flatMap((group) =>
          group.cells.map(({ competency, shown }) => [
            ...[group.kind, say(group.name), competency, shown?.count ?? null],
            ...ends(shown?.mean ?? null),
            ...ends(shown?.share ?? null),
            ...ends(shown?.difference ?? null),
            shown?.standing ?? 'hidden',
          ]),
        )
      }
    />
  )
}

/** Who lacks what, by unit and post: what to train, in sentences, then the map. */
export function GapPart({ examId }: { readonly examId: string }) {
  const t = useText()
  const gaps = useApi<GapMap>(`/exams/${examId}/gaps`)
  return (
    <section className="gaps">
      <h3>{t('gaps.title')}</h3>
      <QueryView query={gaps}>{(map) => <Gaps map={map} examId={examId} />}</QueryView>
    </section>
  )
}
