import { NumberInput, Radio, Stack } from '@mantine/core'
import { useText } from '../../text.ts'
import { DELIVERY_MODES, type DeliveryMode } from '../delivery-fields.ts'
import { itemCountOf } from '../draft-form.ts'
import { FieldFindings, type PlacedFinding } from './field-findings.tsx'
import { FixedFormsPart } from './fixed-forms-part.tsx'
import type { useAssembly } from './use-assembly.ts'
import type { DraftFormApi } from './use-draft.ts'

const FEWEST_ITEMS = 15

interface Props {
  readonly form: DraftFormApi
  readonly findings: readonly PlacedFinding[]
  readonly assembly: ReturnType<typeof useAssembly>
}

/** Own forms, forms put together before the exam, or items that follow the answers. */
export function DeliveryPart({ form, findings, assembly }: Props) {
  const t = useText()
  const { mode, fewestItems } = form.values.delivery
  const choose = (next: string): void => {
    form.setFieldValue('delivery.mode', next as DeliveryMode)
    if (next !== 'adaptive' || fewestItems !== '') return
    const most = Math.max(1, itemCountOf(form.values))
    form.setFieldValue('delivery.fewestItems', Math.min(FEWEST_ITEMS, most))
  }
  return (
    <fieldset>
      <legend>{t('delivery.title')}</legend>
      <Radio.Group value={mode} onChange={choose} aria-label={t('delivery.title')}>
        <Stack gap="sm">
          {DELIVERY_MODES.map((choice) => (
            <Radio
              className="delivery-choice"
              key={choice}
              value={choice}
              label={t(`delivery.${choice}`)}
              description={t(`delivery.${choice}.hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {mode === 'fixed-forms' && (
        <FixedFormsPart form={form} findings={findings} assembly={assembly} />
      )}
      {mode === 'adaptive' && <AdaptiveFields form={form} findings={findings} />}
    </fieldset>
  )
}

function AdaptiveFields({ form, findings }: Omit<Props, 'assembly'>) {
  const t = useText()
  return (
    <div className="delivery-fields">
      {(['fewestItems', 'standardError', 'randomesque'] as const).map((name) => (
        <NumberInput
          key={name}
          label={t(`delivery.${name}`)}
          description={t(`delivery.${name}.hint`)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...(name === 'standardError'
            ? { min: 0.05, max: 1, step: 0.05, decimalScale: 3 }
            : { min: 1, max: name === 'randomesque' ? 20 : 500, allowDecimal: false })}
          {...form.getInputProps(`delivery.${name}`)}
        />
      ))}
      <FieldFindings findings={findings} pointer="/delivery" />
    </div>
  )
}
