import type { RateGroup, RateView } from '../../../domain/settlement/bulletin/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { ScrollRegion } from '../parts/scroll-region.tsx'
import { useText } from '../text.ts'
import { OfSource } from './of-source.tsx'

const GROUPINGS = ['rank', 'post', 'age'] as const
const RATES = ['assigned', 'noticed', 'sat', 'flagged', 'case', 'awarded'] as const

function RateCell({ told }: { readonly told: RateView | null }) {
  const t = useText()
  const { number, percent } = useFormats()
  if (told === null) return <td className="rate-cell dimmed">{t('groups.hidden')}</td>
  const { rate, gap, count, of } = told
  const isApart = gap !== null && (gap.low > 0 || gap.high < 0)
  const signed = (share: number) =>
    `${share > 0 ? '+' : share < 0 ? '−' : ''}${number(100 * Math.abs(share))}`
  return (
    <td className="rate-cell">
      <b>{percent(rate.value)}</b>
      <span>{t('bulletin.interval', { low: percent(rate.low), high: percent(rate.high) })}</span>
      <span>{t('groups.cell', { count: number(count), of: number(of) })}</span>
      {gap !== null && (
        <span data-apart={isApart}>
          {t('groups.gap', {
            ...{ gap: signed(gap.value), low: signed(gap.low), high: signed(gap.high) },
          })}
        </span>
      )}
    </td>
  )
}

function GroupTable({
  grouping,
  groups,
}: {
  readonly grouping: RateGroup['grouping']
  readonly groups: readonly RateGroup[]
}) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const title = t(`groups.${grouping}`)
  return (
    <section>
      <h3>{title}</h3>
      <ScrollRegion label={title}>
        <table className="table table-small rate-table">
          <caption className="hidden-text">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('groups.column.group')}</th>
              {RATES.map((kind) => (
                <th key={kind} scope="col">
                  {t(`rate.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.id}>
                <th scope="row">
                  {say(group.name)}
                  <div className="dimmed">
                    {t('groups.persons')} {number(group.persons)}
                  </div>
                </th>
                {RATES.map((kind) => (
                  <RateCell key={kind} told={group.rates[kind]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

/** Opportunity, participation, flags, cases and awards by rank, post and age. */
export function GroupsTab({ unitId }: { readonly unitId: string }) {
  const t = useText()
  return (
    <OfSource unitId={unitId}>
      {({ groups }) => (
        <>
          <p className="dimmed">{t('groups.hint')}</p>
          {groups.length === 0 && <p>{t('groups.none')}</p>}
          {GROUPINGS.map((grouping) => {
            const own = groups.filter((group) => group.grouping === grouping)
            return own.length === 0 ? null : (
              <GroupTable key={grouping} grouping={grouping} groups={own} />
            )
          })}
        </>
      )}
    </OfSource>
  )
}
