import type { PublicationRule } from '../../../../domain/scheduling/exam.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'

/** Every rule of publication, with whether it is met; the broken ones first. */
export function RulesList({ rules }: { readonly rules: readonly PublicationRule[] }) {
  const t = useText()
  const say = useLocalized()
  const ordered = [...rules].sort((left, right) => Number(left.met) - Number(right.met))
  return (
    <ul className="rules">
      {ordered.map(({ rule, met, waivable, message }) => (
        <li key={rule} data-met={met}>
          <span className="finding-mark" aria-hidden="true">
            {met ? '✓' : '✕'}
          </span>
          <span>
            <span className="hidden-text">{t(met ? 'rule.met' : 'rule.broken')}: </span>
            {say(message)}
            {!met && (
              <span className="rule-note">
                {t(waivable ? 'rule.waivable' : 'rule.not-waivable')}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
