import { NumberInput } from '@mantine/core'
import type { ExamView } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import type { DraftFormApi } from './use-draft.ts'

interface Props {
  readonly form: DraftFormApi
  readonly exam: ExamView | null
}

/** Of a re-test: what it verifies, who is called to it, and where it belongs. */
export function RetestFieldset({ form, exam }: Props) {
  const t = useText()
  const say = useLocalized()
  const verified = exam?.verifies ?? null
  if (form.values.verifies === null || verified === null) return null
  return (
    <fieldset>
      <legend>{t('retest.title')}</legend>
      <p>{t('retest.what', { exam: say(verified.title) })}</p>
      <p>{t('retest.supervised')}</p>
      <NumberInput
        label={t('retest.share')}
        description={t('retest.share.hint')}
        maw={420}
        min={5}
        max={100}
        clampBehavior="none"
        decimalScale={2}
        suffix=" %"
        required
        {...form.getInputProps('verifies.sharePercent')}
      />
    </fieldset>
  )
}
