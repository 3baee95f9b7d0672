import type { GapMap } from '../../../../domain/settlement/gap-views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { PlotTable } from '../../plots/plot-table.tsx'
import { useText } from '../../text.ts'

interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The map in rows: one for each group and competency, with every interval. */
export function GapTable({ map }: { readonly map: GapMap }) {
  const t = useText()
  const say = useLocalized()
  const { number, percent } = useFormats()
  const line = (interval: Interval | null, format: (value: number) => string): string =>
    interval === null
      ? '–'
      : t('analysis.share', {
          share: format(interval.value),
          low: format(interval.low),
          high: format(interval.high),
        })
  const names = new Map(map.competencies.map(({ id, name }) => [id, say(name)]))
  const twoDigits = (value: number) => number(value, 2)
  const rows = map.groups.flatMap((group) =>
    group.cells.map(({ competency, shown }) => [
      t('gaps.row', { group: say(group.name), competency: names.get(competency) ?? competency }),
      shown === null ? t('gaps.hidden') : number(shown.count),
      line(shown?.mean ?? null, twoDigits),
      line(shown?.share ?? null, (value) => percent(value)),
      line(shown?.difference ?? null, twoDigits),
    ]),
  )
  return (
    <PlotTable
      caption={t('gaps.title')}
      header={[
        t('analysis.fairness.group'),
        t('analysis.persons'),
        t('plot.mean'),
        t('gaps.share'),
        t('gaps.difference'),
      ]}
      rows={rows}
    />
  )
}
