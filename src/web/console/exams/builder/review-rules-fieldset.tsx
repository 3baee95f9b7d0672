import { NativeSelect, NumberInput } from '@mantine/core'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import { oddsOf } from '../review-rule-fields.ts'
import type { DraftFormApi } from './use-draft.ts'

/** Thresholds to choose from, in bans: about 3, 10, 30, 100 and 1000 to 1. */
const THRESHOLDS = [0.5, 1, 1.5, 2, 3]

/** What brings an attempt before auditors; its candidates read it before they start. */
export function ReviewRulesFieldset({ form }: { readonly form: DraftFormApi }) {
  const t = useText()
  const { number } = useFormats()
  const { opensAt } = form.values.reviewRules
  const choices = THRESHOLDS.includes(opensAt) ? THRESHOLDS : [...THRESHOLDS, opensAt]
  return (
    <fieldset>
      <legend>{t('builder.review')}</legend>
      <p className="dimmed">{t('builder.review.hint')}</p>
      <NativeSelect
        label={t('builder.review.threshold')}
        description={t('builder.review.threshold.hint')}
        maw={420}
        data={choices.map((bans) => ({
          value: String(bans),
          label: t('builder.review.threshold.choice', { odds: number(oddsOf(bans)) }),
        }))}
        value={String(opensAt)}
        onChange={(event) =>
          form.setFieldValue('reviewRules.opensAt', Number(event.currentTarget.value))
        }
      />
      <NumberInput
        label={t('builder.review.sample')}
        description={t('builder.review.sample.hint')}
        maw={420}
        min={0}
        max={50}
        decimalScale={2}
        suffix=" %"
        {...form.getInputProps('reviewRules.samplePercent')}
      />
    </fieldset>
  )
}
