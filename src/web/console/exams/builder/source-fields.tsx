import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { BankVersionRow } from '../../../../domain/scheduling/views.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { UnitSelect } from '../../parts/unit-select.tsx'
import { useText } from '../../text.ts'
import { fieldsOfBlueprint } from '../draft-form.ts'
import type { BuilderSource } from './builder-source.ts'
import type { DraftFormApi } from './use-draft.ts'

interface Props {
  readonly form: DraftFormApi
  readonly source: BuilderSource
  readonly bank: BankVersionRow | undefined
}

function StartFromBlueprint({ form, bank }: Pick<Props, 'form' | 'bank'>) {
  const t = useText()
  const say = useLocalized()
  const [place, setPlace] = useState('0')
  const blueprints = bank?.blueprints ?? []
  if (blueprints.length === 0) return null
  return (
    <div className="field-row">
      <NativeSelect
        label={t('builder.start-from')}
        description={t('builder.start-from.hint')}
        data={blueprints.map((blueprint, index) => ({
          value: String(index),
          label: say(blueprint.title),
        }))}
        value={place}
        onChange={(event) => setPlace(event.currentTarget.value)}
      />
      <Button
        variant="default"
        onClick={() => {
          const blueprint = blueprints[Number(place)]
          if (blueprint) form.setValues(fieldsOfBlueprint(blueprint))
        }}
      >
        {t('builder.start-from.do')}
      </Button>
    </div>
  )
}

/** Titles, bank, policy, organizing unit and post. */
export function SourceFields({ form, source, bank }: Props) {
  const t = useText()
  const say = useLocalized()
  const isRetest = form.values.verifies !== null
  return (
    <fieldset>
      <legend>{t('builder.basics')}</legend>
      <NativeSelect
        label={t('builder.bank')}
        data={source.banks.map(({ bankVersionId, title, version, itemCount }) => ({
          value: bankVersionId,
          label: t('builder.bank.choice', { title: say(title), version, count: itemCount }),
        }))}
        {...form.getInputProps('bankVersionId')}
        description={isRetest ? t('retest.same-bank') : undefined}
        disabled={isRetest}
      />
      {!isRetest && <StartFromBlueprint form={form} bank={bank} key={bank?.bankVersionId ?? ''} />}
      <div className="field-pair">
        <TextInput
          label={t('builder.title-zh')}
          lang="zh-CN"
          required
          {...form.getInputProps('titleZh')}
        />
        <TextInput
          label={t('builder.title-en')}
          lang="en"
          required
          {...form.getInputProps('titleEn')}
        />
      </div>
      <UnitSelect
        label={t('builder.unit')}
        units={source.units}
        description={isRetest ? t('retest.same-unit') : undefined}
        disabled={isRetest}
        value={form.values.unitId}
        onChange={(unitId) => form.setFieldValue('unitId', unitId)}
        error={form.errors.unitId === undefined ? undefined : String(form.errors.unitId)}
        required
      />
      <div className="field-pair">
        <NativeSelect
          label={t('builder.post')}
          description={t('builder.post.hint')}
          data={[
            { value: '', label: t('builder.post.none') },
            ...(bank?.posts ?? []).map((post) => ({ value: post.id, label: say(post.name) })),
          ]}
          {...form.getInputProps('post')}
        />
        <NativeSelect
          label={t('builder.policy')}
          description={t(isRetest ? 'retest.policy' : 'builder.policy.hint')}
          data={[
            { value: '', label: t('builder.policy.none') },
            ...source.policies.map(({ policyVersionId, title, version, approved }) => ({
              value: policyVersionId,
              label: t(approved ? 'builder.policy.approved' : 'builder.policy.not-approved', {
                title: say(title),
                version,
              }),
            })),
          ]}
          {...form.getInputProps('policyVersionId')}
        />
      </div>
    </fieldset>
  )
}
