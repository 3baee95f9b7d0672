import type { AdaptiveCertificate } from '../../../../domain/assembly/form.ts'
import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { IntervalBar } from '../../parts/interval-bar.tsx'
import { ScrollRegion } from '../../parts/scroll-region.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'

interface Props {
  readonly certificate: AdaptiveCertificate
}

/** What an adaptive form came to: its precision against the target, its items cell by cell. */
export function AdaptiveBars({ certificate }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { items, standardError, ended } = certificate
  const { value, target, within } = standardError
  return (
    <section className="card certificate">
      <h2>{t('form.adaptive')}</h2>
      <p>
        {t('form.adaptive.items', { count: items })} {t(`form.ended.${ended ?? 'open'}`)}
      </p>
      <h3>{t('preview.cut.error')}</h3>
      <IntervalBar
        value={value}
        low={0}
        high={target}
        cuts={[target]}
        domain={[0, Math.max(1.5 * target, 1.1 * value)]}
      />
      <p>
        <strong>{number(value, 2)}</strong>{' '}
        <span className="verdict" data-good={within}>
          {t(within ? 'form.adaptive.reached' : 'form.adaptive.not-reached')}
        </span>
        <span className="dimmed measure-target">
          {t('form.adaptive.target', { target: number(target, 2) })}
        </span>
      </p>
      <Cells certificate={certificate} />
      <p className="dimmed">{t('form.adaptive.hint')}</p>
    </section>
  )
}

/** Items given in each cell, beside what its share of the length would be. */
function Cells({ certificate }: Props) {
  const t = useText()
  const { number } = useFormats()
  const say = useLocalized()
  const banks = useApi<{ bankVersions: BankVersionRow[] }>('/banks')
  const { cells } = certificate
  const nameOf = (id: string): string => {
    const all = banks.data?.bankVersions.flatMap(({ competencies }) => competencies) ?? []
    const found = all.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  const most = Math.max(1, ...cells.map(({ given, aimed }) => Math.max(given, aimed)))
  return (
    <ScrollRegion label={t('form.adaptive.cells')}>
      <table className="table table-small">
        <caption>{t('form.adaptive.cells')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('builder.cell.competency')}</th>
            <th scope="col">{t('form.adaptive.given')}</th>
            <th scope="col">{t('form.adaptive.aimed')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {cells.map(({ competency, level, given, aimed }) => (
            <tr key={`${competency}/${level}`}>
              <th scope="row">
                {nameOf(competency)} / {t(`level.${level}`)}
              </th>
              <td>{number(given)}</td>
              <td>{number(aimed, 1)}</td>
              <td>
                <IntervalBar value={given} low={0} high={given} cuts={[aimed]} domain={[0, most]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
