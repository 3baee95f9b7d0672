import type { ReactElement } from 'react'
import type {
  AwardView,
  MyCertificate,
  MyCredits,
  TaskView,
} from '../../../domain/policy/award-views.ts'
import type { StandingView } from '../../../domain/policy/views.ts'
import type { MyAwards } from '../../../domain/settlement/result-views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { together } from '../parts/together.ts'
import { useLoad } from '../parts/use-load.ts'
import { Link } from '../router.tsx'
import { useText } from '../text.ts'
import { awardStateKey } from './award-states.ts'
import { Certificates } from './certificates.tsx'
import { Balance, Ledger, Periods } from './credits.tsx'
import { Standings } from './standings.tsx'
import { Tasks } from './tasks.tsx'

function AwardList({ awards }: { readonly awards: readonly AwardView[] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (awards.length === 0) return <p className="empty">{t('awards.none')}</p>
  return (
    <ul className="cards two">
      {awards.map((award) => (
        <li key={`${award.attemptId} ${award.name.en} ${award.at}`} className="card pad award-card">
          <div className="card-head">
            <h3>{localized(award.name)}</h3>
            <span className={`badge ${award.state}`}>{t(awardStateKey(award.state))}</span>
          </div>
          <p className="soft">
            {localized(award.title)} · {formats.date(award.at)}
            {award.validUntil !== null && (
              <> · {t('awards.valid-until', { at: formats.date(award.validUntil) })}</>
            )}
          </p>
          {award.attemptId !== null && (
            <Link className="button" href={`/attempts/${award.attemptId}/result#award`}>
              {t('awards.why')}
              <span className="unseen">
                : {localized(award.name)}, {localized(award.title)}
              </span>
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

/** What the page is made of. */
interface Earned {
  readonly credits: MyCredits
  readonly awards: MyAwards
  readonly certificates: { readonly certificates: readonly MyCertificate[] }
  readonly standings: { readonly standings: readonly StandingView[] }
  readonly tasks: { readonly tasks: readonly TaskView[] }
}

function EarnedParts({ earned }: { readonly earned: Earned }): ReactElement {
  const t = useText()
  const { credits, awards, certificates, standings, tasks } = earned
  return (
    <>
      <Balance credits={credits} />
      <Tasks tasks={tasks.tasks} />
      <h2>{t('awards.awards')}</h2>
      <AwardList awards={awards.awards} />
      <Certificates certificates={certificates.certificates} />
      <Standings standings={standings.standings} />
      <Periods credits={credits} />
      <h2>{t('awards.ledger')}</h2>
      <p className="soft">{t('awards.ledger-note')}</p>
      <Ledger lines={credits.lines} />
    </>
  )
}

/** Credits, awards, certificates and tasks, each with what it follows from. */
export function AwardsPage(): ReactElement {
  const t = useText()
  const loading = together<Earned>({
    credits: useLoad('/my/credits'),
    awards: useLoad('/my/awards'),
    certificates: useLoad('/my/certificates'),
    standings: useLoad('/my/standings'),
    tasks: useLoad('/my/tasks'),
  })
  return (
    <Page title={t('nav.awards')} lead={t('awards.lead')}>
      <Loaded from={loading}>{(earned) => <EarnedParts earned={earned} />}</Loaded>
    </Page>
  )
}
