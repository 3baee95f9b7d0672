import type { ReactElement } from 'react'
import type { ResultView } from '../../../domain/settlement/result-views.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { Why } from './why.tsx'

type OutcomeView = NonNullable<ResultView['outcome']>

/** What follows from the result, and which rules of which policy decided. */
export function Outcome(props: {
  readonly outcome: OutcomeView
  readonly attemptId: string
}): ReactElement {
  const { outcome, attemptId } = props
  const t = useText()
  const localized = useLocalized()
  return (
    <section className="card pad" id="award" aria-labelledby="award-title">
      <div className="card-head">
        <h2 id="award-title">{t('outcome.title')}</h2>
        <span className={`badge ${outcome.state}`}>{t(`award-state.${outcome.state}`)}</span>
      </div>
      <p>{t(`outcome.${outcome.state}`)}</p>
      {outcome.awards.length > 0 && outcome.state !== 'granted' && (
        <p className="soft">{t(`outcome.about-${outcome.state}`)}</p>
      )}
      {outcome.awards.length > 0 && (
        <ul className={`award-list ${outcome.state}`}>
          {outcome.awards.map((award) => (
            <li key={award.en}>{localized(award)}</li>
          ))}
        </ul>
      )}
      <h3>{t('outcome.why')}</h3>
      <ul className="plain-list">
        {outcome.reasons.map((reason) => (
          <li key={reason.en}>{localized(reason)}</li>
        ))}
      </ul>
      <h3>{t('outcome.rules')}</h3>
      {outcome.decidedBy.length === 0 ? (
        <p>{t('outcome.no-rule')}</p>
      ) : (
        <ul className="plain-list">
          {outcome.decidedBy.map((rule) => (
            <li key={rule.id}>
              {localized(rule.title)} <code>{rule.id}</code>
            </li>
          ))}
        </ul>
      )}
      <Why path={`/attempts/${attemptId}/explanation`} />
      <p className="soft small">
        {t('outcome.policy', {
          title: localized(outcome.policy.title),
          version: outcome.policy.version,
        })}
      </p>
    </section>
  )
}
