import type { ReactElement } from 'react'
import type { StandingView } from '../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { Why } from '../result/why.tsx'
import { useText } from '../text.ts'

const STATES = { grant: 'granted', hold: 'held', withhold: 'withheld' } as const

/** How I stand under rules over a year or five, each with why. */
export function Standings(props: {
  readonly standings: readonly StandingView[]
}): ReactElement | null {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  if (props.standings.length === 0) return null
  return (
    <>
      <h2>{t('awards.standings')}</h2>
      <ul className="cards two">
        {props.standings.map((one) => (
          <li key={one.standingId} className="card pad award-card">
            <div className="card-head">
              <h3>
                {localized(one.policyTitle)} · {one.cycle}
              </h3>
              <span className={`badge ${STATES[one.effect]}`}>
                {t(`award-state.${STATES[one.effect]}`)}
              </span>
            </div>
            <p className="soft">
              {formats.date(one.at)}
              {!one.complete && <> · {t('awards.standing-open')}</>}
            </p>
            <ul className="plain-list">
              {one.reasons.map((reason) => (
                <li key={reason.en}>{localized(reason)}</li>
              ))}
            </ul>
            <Why path={`/my/standings/${one.standingId}/explanation`} />
          </li>
        ))}
      </ul>
    </>
  )
}
