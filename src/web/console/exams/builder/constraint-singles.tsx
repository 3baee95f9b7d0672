import { NumberInput } from '@mantine/core'
import type { BankContent } from '../../bank/bank-content.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'
import type { ConstraintProps } from './constraint-props.ts'
import { FieldFindings } from './field-findings.tsx'
import { ItemPicker } from './item-picker.tsx'
import { RangePair } from './range-pair.tsx'

interface RangeProps extends ConstraintProps {
  readonly name: 'relevantItems' | 'stimuli' | 'stimulusItems'
}

function RangeGroup({ name, form, findings }: RangeProps) {
  const t = useText()
  return (
    <section className="constraint-group">
      <h2>{t(`constraint.${name}`)}</h2>
      <p className="dimmed">{t(`constraint.${name}.hint`)}</p>
      <div className="constraint-row" data-kind="range">
        <RangePair form={form} path={`constraints.${name}`} of={t(`constraint.${name}`)} whole />
        <FieldFindings findings={findings} pointer={`/constraints/${name}`} />
      </div>
    </section>
  )
}

/** Items relevant to the post. */
export function RelevanceRange(props: ConstraintProps) {
  return <RangeGroup {...props} name="relevantItems" />
}

/** Texts that several items share: how many of them, and how many items of each. */
export function StimulusRanges(props: ConstraintProps) {
  return (
    <div className="range-groups">
      <RangeGroup {...props} name="stimuli" />
      <RangeGroup {...props} name="stimulusItems" />
    </div>
  )
}

interface MembersProps extends ConstraintProps {
  readonly lists: readonly ('include' | 'exclude')[]
}

/** Items every form has and items no form has. */
export function Members({ form, bank, findings, lists }: MembersProps) {
  const t = useText()
  const content = useApi<BankContent>(
    bank === undefined ? null : `/banks/${bank.bankVersionId}/items`,
  )
  return (
    <section className="constraint-group">
      <h2>{t('constraint.items')}</h2>
      {content.error !== null && <ProblemAlert error={content.error} onRetry={content.refetch} />}
      {lists.map((list) => (
        <div key={list}>
          <ItemPicker
            label={t(`constraint.${list}`)}
            description={t(`constraint.${list}.hint`)}
            items={content.data?.items ?? []}
            chosen={form.values.constraints[list]}
            onChange={(chosen) => form.setFieldValue(`constraints.${list}`, chosen)}
          />
          <FieldFindings findings={findings} pointer={`/constraints/${list}`} />
        </div>
      ))}
    </section>
  )
}

/** How often one item may be seen, and how much two forms may share. */
export function Shares({ form, findings }: ConstraintProps) {
  const t = useText()
  const pointers = { exposurePercent: 'exposureCap', overlapPercent: 'overlapLimit' } as const
  return (
    <section className="constraint-group">
      <h2>{t('constraint.shares')}</h2>
      <div className="field-pair constraint-shares">
        {(['exposurePercent', 'overlapPercent'] as const).map((name) => (
          <div key={name}>
            <NumberInput
              label={t(`constraint.${name}`)}
              description={t(`constraint.${name}.hint`)}
              placeholder={t('constraint.no-limit')}
              min={0}
              max={100}
              decimalScale={2}
              suffix=" %"
              {...form.getInputProps(`constraints.${name}`)}
            />
            <FieldFindings findings={findings} pointer={`/constraints/${pointers[name]}`} />
          </div>
        ))}
      </div>
    </section>
  )
}
