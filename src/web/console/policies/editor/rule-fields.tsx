import { Button, NativeSelect, TextInput } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import type { PolicyRule } from '../../../../domain/policy/policy.ts'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { useAwardName } from '../use-award-name.ts'
import { AwardFields } from './award-fields.tsx'
import { Findings } from './findings.tsx'
import { FoldingCard } from './folding-card.tsx'
import { isOfCondition, type PolicyFinding } from './place-findings.ts'
import { TextPair } from './text-pair.tsx'

const ConditionEditor = lazy(() =>
  import('./condition-editor.tsx').then((m) => ({ default: m.ConditionEditor })),
)

interface Props {
  readonly rule: PolicyRule
  readonly number: number
  readonly facts: readonly FactDescriptionView[]
  readonly findings: readonly PolicyFinding[]
  readonly onChange: (rule: PolicyRule) => void
  readonly onRemove: () => void
}

/** The same rule with another effect: what grants nothing has no award. */
function withEffect({ award, ...rule }: PolicyRule, effect: PolicyRule['effect']): PolicyRule {
  if (effect === 'withhold') return { ...rule, effect }
  return { ...rule, effect, award: award ?? { kind: 'credits', amount: 5 } }
}

function EffectFields({ rule, onChange }: Pick<Props, 'rule' | 'onChange'>) {
  const t = useText()
  return (
    <>
      <div className="field-pair">
        <TextInput
          label={t('policy-editor.rule.id')}
          description={t('policy-editor.id.hint')}
          value={rule.id}
          onChange={(event) => onChange({ ...rule, id: event.currentTarget.value })}
          required
        />
        <NativeSelect
          label={t('policy.effect')}
          description={t('policy-editor.effect.hint')}
          value={rule.effect}
          onChange={(event) =>
            onChange(withEffect(rule, event.currentTarget.value === 'grant' ? 'grant' : 'withhold'))
          }
          data={(['grant', 'withhold'] as const).map((value) => ({
            value,
            label: t(`effect.${value}`),
          }))}
        />
      </div>
      {rule.award !== undefined && (
        <AwardFields award={rule.award} onChange={(award) => onChange({ ...rule, award })} />
      )}
    </>
  )
}

function RuleMark({ rule, findings }: Pick<Props, 'rule' | 'findings'>) {
  const t = useText()
  const awardName = useAwardName()
  const wrong = findings.filter(({ severity }) => severity === 'error').length
  return (
    <span className="dimmed">
      {t(`effect.${rule.effect}`)}
      {rule.award !== undefined && ` · ${awardName(rule.award)}`}
      {wrong > 0 && (
        <span className="wrong"> {t('policy-editor.rule.errors', { count: wrong })}</span>
      )}
    </span>
  )
}

/** The fields of one rule, with what the check says of it. */
export function RuleFields({ rule, number, facts, findings, onChange, onRemove }: Props) {
  const t = useText()
  const say = useLocalized()
  const name = say(rule.title) || rule.id
  const ofCondition = useMemo(() => findings.filter(isOfCondition), [findings])
  return (
    <FoldingCard
      title={t('policy-editor.rule', { number, name })}
      mark={<RuleMark rule={rule} findings={findings} />}
      startsOpen={rule.when === '' || number === 1}
    >
      <TextPair
        label={t('policy.field.title')}
        value={rule.title}
        onChange={(title) => onChange({ ...rule, title })}
      />
      <Suspense fallback={<div className="condition-wait" />}>
        <ConditionEditor
          label={t('policy-editor.when.label', { number })}
          value={rule.when}
          onChange={(when) => onChange({ ...rule, when })}
          facts={facts}
          findings={ofCondition}
        />
      </Suspense>
      <div role="status">
        <Findings findings={findings} />
      </div>
      <EffectFields rule={rule} onChange={onChange} />
      <TextPair
        label={t('policy.reason')}
        value={rule.reason}
        onChange={(reason) => onChange({ ...rule, reason })}
        long
      />
      <div>
        <Button variant="default" onClick={onRemove}>
          {t('policy-editor.rule.remove', { name })}
        </Button>
      </div>
    </FoldingCard>
  )
}
