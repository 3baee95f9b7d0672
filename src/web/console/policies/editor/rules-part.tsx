import { Button } from '@mantine/core'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import { useText } from '../../text.ts'
import type { PlacedFindings, PolicyFinding } from './place-findings.ts'
import { emptyRule } from './policy-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import type { PolicyDraftApi } from './use-draft.ts'

interface Props {
  readonly api: PolicyDraftApi
  readonly facts: readonly FactDescriptionView[]
  readonly placed: PlacedFindings
}

const NONE: readonly PolicyFinding[] = []

/** The rules of a document, one under the other; their order means nothing. */
export function RulesPart({ api, facts, placed }: Props) {
  const t = useText()
  const { rules } = api.draft
  return (
    <section aria-labelledby="editor-rules">
      <h2 id="editor-rules">{t('policies.rules')}</h2>
      <p className="dimmed">{t('policy.rules.hint')}</p>
      {rules.map(({ key, part }, index) => (
        <RuleFields
          key={key}
          rule={part}
          number={index + 1}
          facts={facts}
          findings={placed.rules.get(index) ?? NONE}
          onChange={(rule) => api.changeRule(key, rule)}
          onRemove={() => api.changeRule(key, null)}
        />
      ))}
      <Button variant="default" onClick={() => api.addRule(emptyRule(rules))}>
        {t('policy-editor.rule.add')}
      </Button>
    </section>
  )
}
