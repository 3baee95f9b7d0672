import type { Bulletin, BulletinUnit } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { XAxis } from '../plots/axes.tsx'
import { PlotFigure } from '../plots/plot-figure.tsx'
import { PlotTable } from '../plots/plot-table.tsx'
import { decimalsOf, linearScale, niceDomain, ticks } from '../plots/scale.ts'
import { useText } from '../text.ts'
import { useRank } from './use-rank.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly group: number
  readonly place: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly count: number
}

const ROW = 44
const TOP = 8
const FOOT = 46
const BRACKET = 10

/** The compared units, the highest first. */
function useRows({ units }: Bulletin): readonly Row[] {
  const say = useLocalized()
  const rankOf = useRank(units)
  const rowOf = (unit: BulletinUnit): Row[] =>
    unit.ability === null
      ? []
      : [
          {
            ...unit.ability.mean,
            ...{ id: unit.id, name: say(unit.name), place: rankOf(unit) },
            ...{ group: unit.group ?? 1, count: unit.ability.count },
          },
        ]
  return units.flatMap(rowOf).sort((left, right) => right.value - left.value)
}

function Drawing({ rows, width }: { readonly rows: readonly Row[]; readonly width: number }) {
  const t = useText()
  const { number } = useFormats()
  const left = BRACKET + 14
  const domain = niceDomain([...rows.flatMap(({ low, high }) => [low, high]), 0], 6)
  const x = linearScale(domain, [left, width - 12])
  const bottom = TOP + rows.length * ROW
  const groups = [...Map.groupBy(rows, ({ group }) => group)]
  return (
    <>
      {groups.map(([group, own]) => {
        const from = TOP + rows.findIndex((row) => row.group === group) * ROW + 6
        const to = from + own.length * ROW - 12
        return (
          <path key={group} className="tie-bracket" d={`M${BRACKET} ${from}H4V${to}H${BRACKET}`} />
        )
      })}
      {rows.map(({ id, name, value, low, high }, index) => (
        <g key={id} transform={`translate(0 ${TOP + index * ROW})`}>
          <text className="row-name" x={left} y={14}>
            {name}
          </text>
          <line className="grid" x1={left} x2={width - 12} y1={29} y2={29} />
          <line className="interval" x1={x.at(low)} x2={x.at(high)} y1={29} y2={29} />
          <circle className="point" cx={x.at(value)} cy={29} r={5} />
        </g>
      ))}
      <XAxis
        scale={x}
        ticks={ticks(...domain, Math.max(3, Math.floor(width / 90)))}
        label={(tick) => number(tick, decimalsOf(tick))}
        y={bottom}
        title={t('bulletin.mean')}
      />
    </>
  )
}

/** Units by their means with intervals; brackets hold those that are not to be ordered. */
export function TiesPlot({ bulletin }: { readonly bulletin: Bulletin }) {
  const t = useText()
  const { number, list } = useFormats()
  const rows = useRows(bulletin)
  if (rows.length === 0) return null
  const range = ({ low, high }: Row) =>
    t('bulletin.interval', { low: number(low, 2), high: number(high, 2) })
  const groups = [...Map.groupBy(rows, ({ group }) => group)]
  return (
    <section>
      <p className="dimmed">{t('bulletin.plot.hint')}</p>
      <PlotFigure
        title={t('bulletin.plot')}
        summary={list(
          groups.map(([group, own]) => {
            const told = own.map((row) => `${row.name} ${number(row.value, 2)} (${range(row)})`)
            return `${t('bulletin.group', { group })}: ${told.join('; ')}`
          }),
        )}
        height={TOP + rows.length * ROW + FOOT}
        table={
          <PlotTable
            caption={t('bulletin.plot')}
            header={[
              ...[t('bulletin.column.unit'), t('bulletin.mean'), t('plot.interval')],
              ...[t('groups.persons'), t('bulletin.rank')],
            ]}
            rows={rows.map((row) => [
              ...[row.name, number(row.value, 2), range(row), number(row.count), row.place],
            ])}
          />
        }
      >
        {(width) => <Drawing rows={rows} width={width} />}
      </PlotFigure>
    </section>
  )
}
