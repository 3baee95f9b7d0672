import type { LocalizedText } from '../../../domain/text.ts'
import { useFormats, useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import type { FieldChange, PolicyChange, RuleFieldChange } from './policy-changes.ts'
import { useAwardName } from './use-award-name.ts'

type Shown = FieldChange<string, string>

/** A change of a rule's field with both its values as texts. */
function useRuleFieldTexts(): (change: RuleFieldChange) => Shown {
  const t = useText()
  const awardName = useAwardName()
  const say = useLocalized()
  const texts = (change: RuleFieldChange): readonly [string | null, string | null] => {
    if (change.field === 'award') {
      const name = (award: typeof change.before) => award && awardName(award)
      return [name(change.before), name(change.after)]
    }
    if (change.field === 'title' || change.field === 'reason') {
      return [change.before && say(change.before), change.after && say(change.after)]
    }
    const effect = (value: string | null) =>
      value === 'grant' || value === 'withhold' ? t(`effect.${value}`) : value
    return [effect(change.before), effect(change.after)]
  }
  return (change) => {
    const [before, after] = texts(change)
    return { field: t(`policy.field.${change.field}`), before, after }
  }
}

function BeforeAndAfter({ field, before, after }: Shown) {
  const t = useText()
  return (
    <li>
      {field}: <del>{before ?? t('policy.change.none')}</del> →{' '}
      <ins>{after ?? t('policy.change.none')}</ins>
      {/* In the other language only. */}
      {before === after && <span className="dimmed"> {t('policy.change.other-language')}</span>}
    </li>
  )
}

function RuleChange({
  change,
}: {
  readonly change: Extract<PolicyChange, { kind: 'rule-changed' }>
}) {
  const t = useText()
  const say = useLocalized()
  const texts = useRuleFieldTexts()
  return (
    <>
      {t('policy.change.rule-changed', { rule: say(change.rule.title) })}
      <ul>
        {change.fields.map((field) => (
          <BeforeAndAfter key={field.field} {...texts(field)} />
        ))}
      </ul>
    </>
  )
}

function TermChange({
  change,
}: {
  readonly change: Extract<PolicyChange, { kind: 'term-changed' }>
}) {
  const t = useText()
  const say = useLocalized()
  const { percent } = useFormats()
  const text = (value: LocalizedText | string | number | null): string | null => {
    if (value === null) return null
    if (typeof value === 'number') return percent(value)
    if (typeof value !== 'string') return say(value)
    return value === 'year' || value === 'five-years' ? t(`policy.cycle.${value}`) : value
  }
  return (
    <ul>
      <BeforeAndAfter
        field={t(`policy.term.${change.field}`)}
        before={text(change.before)}
        after={text(change.after)}
      />
    </ul>
  )
}

function Change({ change }: { readonly change: PolicyChange }) {
  const t = useText()
  const say = useLocalized()
  switch (change.kind) {
    case 'rule-added':
    case 'rule-removed':
      return (
        <>
          {t(`policy.change.${change.kind}`, { rule: say(change.rule.title) })}{' '}
          <code>{change.rule.when}</code>
        </>
      )
    case 'rule-changed':
      return <RuleChange change={change} />
    case 'term-changed':
      return <TermChange change={change} />
    case 'examples-changed':
      return t('policy.change.examples', { added: change.added, removed: change.removed })
  }
}

function keyOf(change: PolicyChange): string {
  if (change.kind === 'term-changed') return `term ${change.field}`
  return change.kind === 'examples-changed' ? change.kind : `rule ${change.rule.id}`
}

/** What a version changes, in words, with what stood there before. */
export function ChangesList({ changes }: { readonly changes: readonly PolicyChange[] }) {
  const t = useText()
  if (changes.length === 0) return <p>{t('policy.changes.none')}</p>
  return (
    <ul className="policy-changes">
      {changes.map((change) => (
        <li key={keyOf(change)} data-kind={change.kind}>
          <Change change={change} />
        </li>
      ))}
    </ul>
  )
}
