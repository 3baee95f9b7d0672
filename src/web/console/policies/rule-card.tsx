import type { PolicyRule } from '../../../domain/policy/policy.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import { useAwardName } from './use-award-name.ts'

/** One rule as it is read: when, what follows, and what the person is told. */
export function RuleCard({ rule }: { readonly rule: PolicyRule }) {
  const t = useText()
  const awardName = useAwardName()
  const say = useLocalized()
  return (
    <li className="rule">
      <h3>
        {say(rule.title)} <code className="dimmed">{rule.id}</code>
      </h3>
      <dl>
        <dt>{t('policy.when')}</dt>
        <dd>
          <code className="cel">{rule.when}</code>
        </dd>
        <dt>{t('policy.effect')}</dt>
        <dd>
          <span className="effect" data-effect={rule.effect}>
            {t(`effect.${rule.effect}`)}
          </span>
          {rule.award !== undefined && awardName(rule.award)}
        </dd>
        <dt>{t('policy.reason')}</dt>
        <dd>{say(rule.reason)}</dd>
      </dl>
    </li>
  )
}
