import { Button, NativeSelect, NumberInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { newId } from '../../../shared/new-id.ts'
import { useLocalized } from '../../../shared/use-preferences.ts'
import { ITEM_TYPE_KEYS } from '../../bank/item-filter.ts'
import { useText } from '../../text.ts'
import { emptyRange } from '../constraint-fields.ts'
import { ChosenList } from './chosen-list.tsx'
import type { ConstraintProps } from './constraint-props.ts'
import { FieldFindings } from './field-findings.tsx'
import { RangePair } from './range-pair.tsx'

interface RowsProps extends ConstraintProps {
  readonly name: 'types' | 'times' | 'information' | 'expectedScore'
  /** The member's name in the blueprint. */
  readonly member: string
  readonly kind: 'type' | 'time' | 'point'
  readonly newRow: () => object
  readonly children: (index: number) => ReactNode
}

/** Rows of one kind of constraint, added and removed. */
function Rows({ form, findings, name, member, kind, newRow, children }: RowsProps) {
  const t = useText()
  const path = `constraints.${name}`
  const title = t(`constraint.${name}`)
  return (
    <section className="constraint-group">
      <h2>{title}</h2>
      <p className="dimmed">{t(`constraint.${name}.hint`)}</p>
      <ul className="cell-rows">
        {form.values.constraints[name].map((row, index) => (
          <li key={row.key} className="constraint-row" data-kind={kind}>
            {children(index)}
            <Button
              variant="subtle"
              className="remove"
              onClick={() => form.removeListItem(path, index)}
              aria-label={t('constraint.remove', { title, place: index + 1 })}
            >
              ✕
            </Button>
            <FieldFindings findings={findings} pointer={`/constraints/${member}/${index}`} />
          </li>
        ))}
      </ul>
      <div className="row-foot">
        <Button
          variant="default"
          onClick={() => form.insertListItem(path, { key: newId(), ...emptyRange(), ...newRow() })}
        >
          {t(`constraint.${name}.add`)}
        </Button>
      </div>
    </section>
  )
}

/** Items of a type, in one competency or in all. */
export function TypeRows(props: ConstraintProps) {
  const t = useText()
  const say = useLocalized()
  const { form, bank } = props
  const newRow = () => ({ type: 'single-choice', competency: '' })
  return (
    <Rows {...props} name="types" member="types" kind="type" newRow={newRow}>
      {(index) => (
        <>
          <NativeSelect
            label={t('constraint.type')}
            data={ITEM_TYPE_KEYS.map((type) => ({ value: type, label: t(`type.${type}`) }))}
            {...form.getInputProps(`constraints.types.${index}.type`)}
          />
          <NativeSelect
            label={t('builder.cell.competency')}
            data={[
              { value: '', label: t('constraint.all-competencies') },
              ...(bank?.competencies ?? []).map(({ id, name }) => ({
                value: id,
                label: say(name),
              })),
            ]}
            {...form.getInputProps(`constraints.types.${index}.competency`)}
          />
          <RangePair
            form={form}
            path={`constraints.types.${index}`}
            of={t('constraint.types')}
            whole
          />
        </>
      )}
    </Rows>
  )
}

/** Expected minutes of the whole form or of some competencies together. */
export function TimeRows(props: ConstraintProps) {
  const t = useText()
  const newRow = () => ({ competencies: [] })
  return (
    <Rows {...props} name="times" member="seconds" kind="time" newRow={newRow}>
      {(index) => (
        <>
          <Competencies {...props} index={index} />
          <RangePair
            form={props.form}
            path={`constraints.times.${index}`}
            of={t('constraint.times')}
          />
        </>
      )}
    </Rows>
  )
}

function Competencies({ form, bank, index }: ConstraintProps & { readonly index: number }) {
  const t = useText()
  const say = useLocalized()
  const path = `constraints.times.${index}.competencies`
  const chosen = form.values.constraints.times[index]?.competencies ?? []
  const all = bank?.competencies ?? []
  const nameOf = (id: string): string => {
    const found = all.find((competency) => competency.id === id)
    return found ? say(found.name) : id
  }
  const set = (ids: readonly string[]): void => form.setFieldValue(path, [...ids] as never)
  return (
    <div>
      <NativeSelect
        label={t('constraint.time-of')}
        value=""
        onChange={({ currentTarget: { value } }) => value !== '' && set([...chosen, value])}
        data={[
          {
            value: '',
            label: t(chosen.length === 0 ? 'constraint.whole-form' : 'constraint.one-more'),
          },
          ...all
            .filter(({ id }) => !chosen.includes(id))
            .map(({ id, name }) => ({ value: id, label: say(name) })),
        ]}
      />
      <ChosenList
        label={t('constraint.time-of')}
        chosen={chosen.map((id) => ({ id, name: nameOf(id) }))}
        onRemove={(id) => set(chosen.filter((other) => other !== id))}
      />
    </div>
  )
}

interface PointProps extends ConstraintProps {
  readonly name: 'information' | 'expectedScore'
}

/** A figure of the form at points of the scale. */
export function PointRows({ name, ...props }: PointProps) {
  const t = useText()
  const { form } = props
  const passing = form.values.levels.find(({ id }) => id === form.values.passingLevel)?.cut
  const newRow = () => ({ theta: passing ?? 0 })
  return (
    <Rows {...props} name={name} member={name} kind="point" newRow={newRow}>
      {(index) => (
        <>
          <NumberInput
            label={t('constraint.theta')}
            min={-6}
            max={6}
            step={0.1}
            decimalScale={3}
            {...form.getInputProps(`constraints.${name}.${index}.theta`)}
          />
          <RangePair
            form={form}
            path={`constraints.${name}.${index}`}
            of={t(`constraint.${name}`)}
          />
        </>
      )}
    </Rows>
  )
}
