import type { ReactElement } from 'react'
import type { MyAwards } from '../../../domain/delivery/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import { awardStateKey } from './award-states.ts'

function Ledger({ entries }: { readonly entries: MyAwards['entries'] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (entries.length === 0) return <p className="empty">{t('awards.no-entries')}</p>
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
          {entries.map((entry) => (
            <tr key={`${entry.at} ${entry.attemptId} ${entry.amount}`}>
              <td className="date">{formats.date(entry.at)}</td>
              <td>
                <Link href={`/attempts/${entry.attemptId}/result`}>
                  {localized(entry.examTitle)}
                </Link>
                {entry.counter && <span className="badge counter">{t('awards.counter')}</span>}
                <br />
                <span className="soft">{localized(entry.reason)}</span>
              </td>
              <td className="number strong">
                {entry.amount > 0 ? '+' : entry.amount < 0 ? '−' : ''}
                {formats.number(Math.abs(entry.amount))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AwardList({ awards }: { readonly awards: MyAwards['awards'] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (awards.length === 0) return <p className="empty">{t('awards.none')}</p>
  return (
    <ul className="cards two">
      {awards.map((award) => (
        <li
          key={`${award.attemptId} ${award.award.en} ${award.at}`}
          className="card pad award-card"
        >
          <div className="card-head">
            <h3>{localized(award.award)}</h3>
            <span className={`badge ${award.state}`}>{t(awardStateKey(award.state))}</span>
          </div>
          <p className="soft">
            {localized(award.examTitle)} · {formats.date(award.at)}
          </p>
          <Link className="button" href={`/attempts/${award.attemptId}/result#award`}>
            {t('awards.why')}
          </Link>
        </li>
      ))}
    </ul>
  )
}

export function AwardsPage(): ReactElement {
  const t = useText()
  const formats = useFormats()
  const loading = useLoad<MyAwards>('/my/awards')
  return (
    <Page title={t('nav.awards')} lead={t('awards.lead')}>
      <Loaded from={loading}>
        {({ balance, entries, awards }) => (
          <>
            <div className="card pad balance">
              <p className="soft">{t('awards.balance')}</p>
              <p className="figure">
                {t('awards.balance-value', { count: formats.number(balance) })}
              </p>
            </div>
            <h2>{t('awards.awards')}</h2>
            <AwardList awards={awards} />
            <h2>{t('awards.ledger')}</h2>
            <p className="soft">{t('awards.ledger-note')}</p>
            <Ledger entries={entries} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
