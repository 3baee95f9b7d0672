import { NumberInput } from '@mantine/core'
import { useText } from '../../text.ts'
import type { DraftFormApi } from './use-draft.ts'

/** How equal the forms must be; the defaults suit nearly every exam. */
export function ToleranceFields({ form }: { readonly form: DraftFormApi }) {
  const t = useText()
  const wrong = ['expectedScore', 'informationPercent', 'timePercent'].some(
    (field) => form.errors[field] !== undefined,
  )
  return (
    <details className="advanced" {...(wrong ? { open: true } : {})}>
      <summary>{t('builder.advanced')}</summary>
      <p className="dimmed">{t('builder.tolerance.hint')}</p>
      <div className="field-pair">
        <NumberInput
          label={t('builder.tolerance.score')}
          min={0.01}
          step={0.1}
          decimalScale={3}
          {...form.getInputProps('expectedScore')}
        />
        <NumberInput
          label={t('builder.tolerance.information')}
          min={0.1}
          suffix=" %"
          decimalScale={2}
          {...form.getInputProps('informationPercent')}
        />
        <NumberInput
          label={t('builder.tolerance.time')}
          min={0.1}
          suffix=" %"
          decimalScale={2}
          {...form.getInputProps('timePercent')}
        />
      </div>
    </details>
  )
}
