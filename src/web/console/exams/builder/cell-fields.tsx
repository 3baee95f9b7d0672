import { Button, NativeSelect, NumberInput } from '@mantine/core'
import type { CognitiveLevel } from '../../../../domain/bank/item.ts'
import type { BankVersionRow, ExamPreview } from '../../../../domain/scheduling/views.ts'
import { newId } from '../../../shared/new-id.ts'
import { useFormats, useLocalized } from '../../../shared/use-preferences.ts'
import { COGNITIVE_LEVEL_KEYS } from '../../bank/cognitive-levels.ts'
import { useText } from '../../text.ts'
import { type DraftForm, itemCountOf } from '../draft-form.ts'
import type { DraftFormApi } from './use-draft.ts'

interface Props {
  readonly form: DraftFormApi
  readonly bank: BankVersionRow | undefined
  readonly preview: ExamPreview | undefined
}

/** The first combination of competency and level that has no row yet. */
function nextCell(cells: DraftForm['cells'], bank: BankVersionRow | undefined) {
  const taken = new Set(cells.map(({ competency, level }) => `${competency}/${level}`))
  const free = (bank?.competencies ?? [])
    .flatMap(({ id }) => COGNITIVE_LEVEL_KEYS.map((level) => ({ competency: id, level })))
    .find(({ competency, level }) => !taken.has(`${competency}/${level}`))
  return {
    key: newId(),
    competency: free?.competency ?? '',
    level: free?.level ?? ('know' satisfies CognitiveLevel),
    itemCount: 3,
  }
}

function CellRow({ form, bank, index }: Omit<Props, 'preview'> & { readonly index: number }) {
  const t = useText()
  const say = useLocalized()
  const { number } = useFormats()
  const cell = form.values.cells[index]
  const inBank = bank?.coverage.find(
    ({ competency, level }) => competency === cell?.competency && level === cell?.level,
  )
  return (
    <li className="cell-row">
      <NativeSelect
        label={t('builder.cell.competency')}
        data={[
          ...(cell?.competency === '' ? [{ value: '', label: t('builder.cell.choose') }] : []),
          ...(bank?.competencies ?? []).map(({ id, name }) => ({ value: id, label: say(name) })),
        ]}
        {...form.getInputProps(`cells.${index}.competency`)}
      />
      <NativeSelect
        label={t('builder.cell.level')}
        data={COGNITIVE_LEVEL_KEYS.map((level) => ({ value: level, label: t(`level.${level}`) }))}
        {...form.getInputProps(`cells.${index}.level`)}
      />
      <NumberInput
        label={t('builder.cell.count')}
        min={1}
        max={500}
        allowDecimal={false}
        rightSectionWidth={70}
        rightSection={
          <span className="dimmed">
            {t('builder.cell.of', { count: number(inBank?.itemCount ?? 0) })}
          </span>
        }
        {...form.getInputProps(`cells.${index}.itemCount`)}
      />
      <Button
        variant="subtle"
        className="remove"
        onClick={() => form.removeListItem('cells', index)}
        aria-label={t('builder.cell.remove', { place: index + 1 })}
      >
        ✕
      </Button>
    </li>
  )
}

/** What a form contains: rows of competency, level and count; and the time for it. */
export function CellFields({ form, bank, preview }: Props) {
  const t = useText()
  const { number } = useFormats()
  const { cells } = form.values
  const count = itemCountOf(form.values)
  const adaptive = form.values.delivery.mode === 'adaptive'
  return (
    <fieldset>
      <legend>{t('builder.content')}</legend>
      {adaptive && <p className="dimmed">{t('builder.content.adaptive')}</p>}
      <ul className="cell-rows">
        {cells.map((cell, index) => (
          <CellRow key={cell.key} form={form} bank={bank} index={index} />
        ))}
      </ul>
      {form.errors.cells !== undefined && <p className="wrong">{form.errors.cells}</p>}
      <div className="row-foot">
        <Button
          variant="default"
          onClick={() => form.insertListItem('cells', nextCell(cells, bank))}
        >
          {t('builder.cell.add')}
        </Button>
        <strong>{t(adaptive ? 'builder.items-at-most' : 'builder.items-in-all', { count })}</strong>
      </div>
      <NumberInput
        label={t('builder.time-limit')}
        description={
          preview === undefined
            ? t('builder.time-limit.hint')
            : t('builder.time-limit.expected', { minutes: number(preview.expectedSeconds / 60) })
        }
        min={1}
        max={1440}
        maw={220}
        {...form.getInputProps('timeLimitMinutes')}
      />
    </fieldset>
  )
}
