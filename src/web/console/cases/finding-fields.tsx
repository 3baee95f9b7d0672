import { NativeSelect, Radio } from '@mantine/core'
import type { LocalizedText } from '../../../domain/text.ts'
import { useLocalized } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** What can be found, each with the reasons it may rest on. */
export interface FindingChoice {
  readonly finding: string
  readonly name: LocalizedText
  readonly reasons: readonly { readonly code: string; readonly name: LocalizedText }[]
}

interface Chosen {
  readonly finding: string
  readonly reasonCode: string
}

interface Props extends Chosen {
  readonly choices: readonly FindingChoice[]
  readonly label: string
  readonly description: string
  readonly missing: { readonly finding: boolean; readonly reasonCode: boolean }
  readonly nameOf: (choice: FindingChoice) => string
  readonly onChange: (chosen: Chosen) => void
}

/** A finding and the reason for it. */
export function FindingFields(props: Props) {
  const t = useText()
  const say = useLocalized()
  const { choices, finding, reasonCode, missing, onChange } = props
  const choice = choices.find((one) => one.finding === finding)
  return (
    <>
      <Radio.Group
        label={props.label}
        description={props.description}
        value={finding}
        onChange={(next) => onChange({ finding: next, reasonCode: '' })}
        error={missing.finding ? t('decision.finding.missing') : null}
        required
      >
        <div className="findings-choice">
          {choices.map((one) => (
            <Radio key={one.finding} value={one.finding} label={props.nameOf(one)} />
          ))}
        </div>
      </Radio.Group>
      <NativeSelect
        label={t('decision.reason')}
        disabled={choice === undefined}
        data={[
          { value: '', label: t(choice ? 'decision.reason.choose' : 'decision.reason.first') },
          ...(choice?.reasons ?? []).map(({ code, name }) => ({ value: code, label: say(name) })),
        ]}
        value={reasonCode}
        onChange={(event) => onChange({ finding, reasonCode: event.currentTarget.value })}
        error={missing.reasonCode ? t('decision.reason.missing') : null}
        required
      />
    </>
  )
}
