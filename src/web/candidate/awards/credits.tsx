import type { ReactElement } from 'react'
import type { CreditFigures, CreditLine, MyCredits } from '../../../domain/policy/award-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Facts } from '../parts/facts.tsx'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'

/** What can be used now, and what waits. */
export function Balance({ credits }: { readonly credits: MyCredits }): ReactElement {
  const t = useText()
  const formats = useFormats()
  return (
    <div className="card pad balance">
      <p className="soft">{t('awards.balance')}</p>
      <p className="figure">
        {formats.number(credits.available)} <small>{t('awards.available')}</small>
      </p>
      {credits.held > 0 && (
        <p>
          <strong>
            {formats.number(credits.held)} {t('awards.held')}
          </strong>{' '}
          <span className="soft">{t('awards.held-note')}</span>
        </p>
      )}
    </div>
  )
}

const SHOWN = ['available', 'held', 'expired'] as const

/** Figures that are not nothing, in words; what was revoked stands in the ledger. */
function useFigures(): (figures: CreditFigures) => string {
  const t = useText()
  const formats = useFormats()
  return (figures) => {
    const parts = SHOWN.filter((name) => figures[name] > 0).map(
      (name) => `${t(`awards.${name}`)} ${formats.number(figures[name])}`,
    )
    return parts.length === 0 ? formats.number(0) : parts.join(t('awards.and'))
  }
}

/** Credits by calendar year and five-year cycle; attendance apart from competence. */
export function Periods({ credits }: { readonly credits: MyCredits }): ReactElement | null {
  const t = useText()
  const figuresOf = useFigures()
  const periods = [...credits.years, ...credits.cycles]
  if (periods.length === 0) return null
  return (
    <>
      <h2>{t('awards.periods')}</h2>
      <ul className="cards two">
        {periods.map(({ from, to, competence, attendance }) => (
          <li key={`${from} ${to}`} className="card pad award-card">
            <h3>
              {from === to ? t('awards.year', { year: from }) : t('awards.cycle', { from, to })}
            </h3>
            <Facts
              facts={[
                [t('awards.competence'), figuresOf(competence)],
                [t('awards.attendance'), figuresOf(attendance)],
              ]}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

/** What a line does to the credits that can be used; held ones never were among them. */
const SIGNS: Readonly<Record<CreditLine['kind'], string>> = {
  grant: '+',
  release: '+',
  hold: '',
  revoke: '−',
  expire: '−',
}

/** The ledger, newest line first. */
export function Ledger({ lines }: { readonly lines: readonly CreditLine[] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (lines.length === 0) return <p className="empty">{t('awards.no-entries')}</p>
  return (
    <div className="card scroll-x">
      <table>
        <caption className="unseen">{t('awards.ledger')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('awards.date')}</th>
            <th scope="col">{t('awards.for')}</th>
            <th scope="col" className="number">
              {t('awards.credits')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.origin} ${line.sequence}`}>
              <td className="date">{formats.date(line.at)}</td>
              <td>
                {line.attemptId === null ? (
                  localized(line.title)
                ) : (
                  <Link href={`/attempts/${line.attemptId}/result`}>{localized(line.title)}</Link>
                )}
                {line.kind === 'revoke' && (
                  <span className="badge counter">{t('awards.counter')}</span>
                )}
                <br />
                <span className="soft">
                  {localized(line.meaning)}
                  {line.kind === 'grant' && (
                    <> · {t('awards.expires', { at: formats.date(line.expiresAt) })}</>
                  )}
                </span>
              </td>
              <td className="number strong">
                {SIGNS[line.kind]}
                {formats.number(line.amount)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
