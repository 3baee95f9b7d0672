import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PolicyExample } from '../../../../domain/policy/policy.ts'
import type { FactDescriptionView, PolicyCheckView } from '../../../../domain/policy/views.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { useAwardName } from '../use-award-name.ts'
import { FactField } from './fact-field.tsx'
import { Findings } from './findings.tsx'
import { FoldingCard } from './folding-card.tsx'
import type { PolicyFinding } from './place-findings.ts'
import { TextPair } from './text-pair.tsx'

type Result = NonNullable<PolicyCheckView['examples'][number]>

interface Props {
  readonly example: PolicyExample
  readonly number: number
  readonly facts: readonly FactDescriptionView[]
  readonly findings: readonly PolicyFinding[]
  /** How it comes out by the rules as they stand; null where that can't be told. */
  readonly result: Result | null
  readonly onChange: (example: PolicyExample) => void
  readonly onRemove: () => void
}

const EFFECTS = ['grant', 'hold', 'withhold'] as const

/** Ids written one after the other, whatever stands between them. */
const idsIn = (text: string): string[] => text.split(/[\s,，、;]+/).filter((id) => id !== '')

function Expectation({ example, onChange }: Pick<Props, 'example' | 'onChange'>) {
  const t = useText()
  const { expect } = example
  const [ids, setIds] = useState(expect.decidedBy.join(', '))
  const typed = idsIn(ids).join() === expect.decidedBy.join() ? ids : expect.decidedBy.join(', ')
  return (
    <div className="field-pair">
      <NativeSelect
        label={t('policy-editor.expect.effect')}
        value={expect.effect}
        onChange={(event) => {
          const effect = EFFECTS.find((one) => one === event.currentTarget.value)
          if (effect) onChange({ ...example, expect: { ...expect, effect } })
        }}
        data={EFFECTS.map((value) => ({ value, label: t(`effect.${value}`) }))}
      />
      <TextInput
        label={t('policy-editor.expect.rules')}
        description={t('policy-editor.expect.rules.hint')}
        value={typed}
        onChange={(event) => {
          setIds(event.currentTarget.value)
          const decidedBy = idsIn(event.currentTarget.value)
          onChange({ ...example, expect: { ...expect, decidedBy } })
        }}
      />
    </div>
  )
}

function Outcome({ example, result, onChange }: Pick<Props, 'example' | 'result' | 'onChange'>) {
  const t = useText()
  const awardName = useAwardName()
  const { list } = useFormats()
  if (result === null) return <p className="dimmed">{t('policy-editor.result.none')}</p>
  const { effect, decidedBy, awards, passes } = result
  return (
    <div className="example-result" data-passes={passes}>
      <p>
        <strong>{t(passes ? 'policy-editor.result.passes' : 'policy-editor.result.fails')}</strong>{' '}
        <span className="effect" data-effect={effect}>
          {t(`effect.${effect}`)}
        </span>
        {list(awards.map(awardName))}{' '}
        <span className="dimmed">
          {t('policy-editor.result.rules', { rules: list(decidedBy) })}
        </span>
      </p>
      {!passes && (
        <Button
          variant="default"
          onClick={() => onChange({ ...example, expect: { effect, decidedBy } })}
        >
          {t('policy-editor.result.take')}
        </Button>
      )}
    </div>
  )
}

/** Whether the case comes out as written, in short. */
function Mark({ result }: Pick<Props, 'result'>) {
  const t = useText()
  if (result === null) return null
  return (
    <span className="case-mark" data-passes={result.passes}>
      {t(result.passes ? 'policy-editor.passes' : 'policy-editor.fails')}
    </span>
  )
}

/** One worked case: what is known of it, what must come out, and what does come out. */
export function ExampleFields(props: Props) {
  const { example, number, facts, findings, result, onChange, onRemove } = props
  const t = useText()
  const say = useLocalized()
  const given = example.facts as Readonly<Record<string, unknown>>
  return (
    <FoldingCard
      title={t('policy-editor.example', { number, name: say(example.title) })}
      mark={<Mark result={result} />}
      startsOpen={example.title.en === ''}
    >
      <TextPair
        label={t('policy-editor.example.title')}
        value={example.title}
        onChange={(title) => onChange({ ...example, title })}
      />
      <Expectation example={example} onChange={onChange} />
      <div role="status">
        <Outcome example={example} result={result} onChange={onChange} />
      </div>
      <Findings findings={findings} />
      <details>
        <summary>{t('policy-editor.example.facts')}</summary>
        <div className="fact-fields">
          {facts
            .filter(({ id }) => given[id] !== undefined)
            .map((fact) => (
              <FactField
                key={fact.id}
                fact={fact}
                value={given[fact.id]}
                onChange={(value) =>
                  onChange({ ...example, facts: { ...example.facts, [fact.id]: value } })
                }
              />
            ))}
        </div>
      </details>
      <div>
        <Button variant="default" onClick={onRemove}>
          {t('policy-editor.example.remove', { number })}
        </Button>
      </div>
    </FoldingCard>
  )
}
