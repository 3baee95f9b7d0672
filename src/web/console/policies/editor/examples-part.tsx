import { Button } from '@mantine/core'
import type { FactDescriptionView, PolicyCheckView } from '../../../../domain/policy/views.ts'
import { useText } from '../../text.ts'
import { ExampleFields } from './example-fields.tsx'
import type { PlacedFindings, PolicyFinding } from './place-findings.ts'
import { plainFacts } from './policy-draft.ts'
import type { PolicyDraftApi } from './use-draft.ts'

interface Props {
  readonly api: PolicyDraftApi
  readonly facts: readonly FactDescriptionView[]
  readonly placed: PlacedFindings
  readonly check: PolicyCheckView | undefined
}

const NONE: readonly PolicyFinding[] = []
const NO_TITLE = { 'zh-CN': '', en: '' } as const

/** Worked cases that every check runs, and how each comes out. */
export function ExamplesPart({ api, facts, placed, check }: Props) {
  const t = useText()
  const { examples, terms } = api.draft
  const add = (): void => {
    const last = examples.at(-1)?.part.facts
    api.addExample({
      title: NO_TITLE,
      // What was described last is close to what comes next, mostly.
      facts: last ?? plainFacts(facts, terms.subject ?? 'attempt'),
      expect: { effect: 'withhold', decidedBy: ['probity:default'] },
    })
  }
  return (
    <section aria-labelledby="editor-examples" className="editor-examples">
      <h2 id="editor-examples">{t('policy.examples')}</h2>
      <p className="dimmed">{t('policy.examples.hint')}</p>
      {examples.map(({ key, part }, index) => (
        <ExampleFields
          key={key}
          example={part}
          number={index + 1}
          facts={facts}
          findings={placed.examples.get(index) ?? NONE}
          result={check?.examples[index] ?? null}
          onChange={(example) => api.changeExample(key, example)}
          onRemove={() => api.changeExample(key, null)}
        />
      ))}
      <Button variant="default" onClick={add}>
        {t('policy-editor.example.add')}
      </Button>
    </section>
  )
}
