import { type ReactElement, useId } from 'react'
import type { LocalizedText } from '../../../domain/text.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** What a candidate must agree to before starting, as the notice tells it. */
export interface ConsentAsked {
  readonly statement: LocalizedText
  readonly digest: string
}

interface ConsentProps {
  readonly asked: ConsentAsked
  readonly given: boolean
  readonly onChange: (given: boolean) => void
}

/** The box a candidate ticks, and what it means not to. */
export function Consent({ asked, given, onChange }: ConsentProps): ReactElement {
  const t = useText()
  const localized = useLocalized()
  const hint = useId()
  return (
    <div className="consent">
      <label className="switch">
        <input
          type="checkbox"
          checked={given}
          aria-describedby={hint}
          onChange={(event) => onChange(event.target.checked)}
        />
        {localized(asked.statement)}
      </label>
      <p id={hint} className="soft small">
        {t('notice.consent-free')}
      </p>
    </div>
  )
}
