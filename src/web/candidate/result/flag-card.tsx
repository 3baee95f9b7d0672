import type { ReactElement } from 'react'
import type { MyReview } from '../../../domain/review/my-review.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** One thing that was noticed: a sentence and how often honest attempts show it; the rest folded. */
export function FlagCard({ flag }: { readonly flag: MyReview['flags'][number] }): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const formats = useFormats()
  return (
    <li className="flag">
      <h3>{localized(flag.name)}</h3>
      <p>{localized(flag.summary)}</p>
      <p className="soft small">
        {t('review.false-rate', { share: formats.percent(flag.falseFlagRate.value, 1) })}
      </p>
      <details>
        <summary>{t('review.more')}</summary>
        <h4 className="sub">{t('review.innocent')}</h4>
        <ul className="plain-list">
          {flag.innocentExplanations.map((text) => (
            <li key={text.en}>{localized(text)}</li>
          ))}
        </ul>
        <h4 className="sub">{t('review.basis')}</h4>
        <p>{localized(flag.falseFlagRate.basis)}</p>
        {flag.evidence.length > 0 && (
          <>
            <h4 className="sub">{t('review.evidence-title')}</h4>
            <ul className="plain-list">
              {flag.evidence.map((text) => (
                <li key={text.en}>{localized(text)}</li>
              ))}
            </ul>
          </>
        )}
      </details>
    </li>
  )
}
