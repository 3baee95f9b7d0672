import { NativeSelect } from '@mantine/core'
import type { ReleaseResults } from '../../../../domain/scheduling/exam.ts'
import { UnitCheckboxes } from '../../parts/unit-checkboxes.tsx'
import { useText } from '../../text.ts'
import { WindowFields } from '../window-fields.tsx'
import type { BuilderSource } from './builder-source.ts'
import type { DraftFormApi } from './use-draft.ts'

const RELEASES = ['after-screening', 'at-submission'] as const satisfies readonly ReleaseResults[]

interface Props {
  readonly form: DraftFormApi
  readonly source: BuilderSource
}

/** When, for whom, and how many auditors must agree. */
export function ScheduleFields({ form, source }: Props) {
  const t = useText()
  const isRetest = form.values.verifies !== null
  return (
    <>
      <fieldset>
        <legend>{t('builder.window')}</legend>
        <WindowFields propsOf={(part) => form.getInputProps(part)} />
        <NativeSelect
          label={t('builder.decisions')}
          description={t('builder.decisions.hint')}
          maw={420}
          data={[1, 2, 3].map((count) => ({
            value: String(count),
            label: t('builder.decisions.choice', { count }),
          }))}
          value={String(form.values.decisionsNeeded)}
          onChange={(event) =>
            form.setFieldValue('decisionsNeeded', Number(event.currentTarget.value))
          }
        />
        <NativeSelect
          label={t('builder.release')}
          description={t('builder.release.hint')}
          maw={420}
          data={RELEASES.map((release) => ({ value: release, label: t(`release.${release}`) }))}
          {...form.getInputProps('releaseResults')}
        />
      </fieldset>
      <fieldset>
        <legend>{t('builder.audience')}</legend>
        <p className={isRetest ? undefined : 'dimmed'}>
          {t(isRetest ? 'retest.audience' : 'builder.audience.hint')}
        </p>
        {form.errors.audienceUnitIds !== undefined && (
          <p className="wrong">{t('builder.audience.missing')}</p>
        )}
        <UnitCheckboxes
          units={source.units}
          chosen={form.values.audienceUnitIds}
          onChange={(chosen) => form.setFieldValue('audienceUnitIds', chosen)}
        />
      </fieldset>
    </>
  )
}
