import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { newId } from '../../../shared/new-id.ts'
import { useLanguage } from '../../../shared/use-preferences.ts'
import { useText } from '../../text.ts'
import type { DraftForm } from '../draft-form.ts'
import type { DraftFormApi } from './use-draft.ts'

function nextLevel(levels: DraftForm['levels']) {
  const taken = new Set(levels.map((level) => level.id))
  let place = levels.length + 1
  while (taken.has(`level-${place}`)) place += 1
  const last = levels[levels.length - 1]?.cut
  return {
    key: newId(),
    id: `level-${place}`,
    nameZh: '',
    nameEn: '',
    cut: typeof last === 'number' ? Number((last + 1).toFixed(2)) : 0,
  }
}

function LevelRow({ form, index }: { readonly form: DraftFormApi; readonly index: number }) {
  const t = useText()
  return (
    <li className="level-row">
      <TextInput
        label={t('builder.level.zh')}
        lang="zh-CN"
        {...form.getInputProps(`levels.${index}.nameZh`)}
      />
      <TextInput
        label={t('builder.level.en')}
        lang="en"
        {...form.getInputProps(`levels.${index}.nameEn`)}
      />
      {index === 0 ? (
        <div className="no-cut">
          <span className="no-cut-label">{t('builder.level.cut')}</span>
          <span>{t('builder.level.lowest')}</span>
        </div>
      ) : (
        <NumberInput
          label={t('builder.level.cut')}
          step={0.1}
          min={-6}
          max={6}
          decimalScale={3}
          {...form.getInputProps(`levels.${index}.cut`)}
        />
      )}
      <Button
        variant="subtle"
        className="remove"
        disabled={form.values.levels.length <= 2 || index === 0}
        onClick={() => form.removeListItem('levels', index)}
        aria-label={t('builder.level.remove', { place: index + 1 })}
      >
        ✕
      </Button>
    </li>
  )
}

/** Performance levels with their cut scores, and which one passes. */
export function LevelFields({ form }: { readonly form: DraftFormApi }) {
  const t = useText()
  const language = useLanguage()
  const { levels } = form.values
  return (
    <fieldset>
      <legend>{t('builder.levels')}</legend>
      <p className="dimmed">{t('builder.levels.hint')}</p>
      <ul className="cell-rows">
        {levels.map((level, index) => (
          <LevelRow key={level.key} form={form} index={index} />
        ))}
      </ul>
      <div className="row-foot">
        <Button
          variant="default"
          disabled={levels.length >= 8}
          onClick={() => form.insertListItem('levels', nextLevel(levels))}
        >
          {t('builder.level.add')}
        </Button>
      </div>
      <NativeSelect
        label={t('builder.passing-level')}
        maw={320}
        data={[
          ...(levels.some((level) => level.id === form.values.passingLevel)
            ? []
            : [{ value: form.values.passingLevel, label: t('builder.cell.choose') }]),
          ...levels.slice(1).map((level) => ({
            value: level.id,
            label: language === 'en' ? level.nameEn : level.nameZh,
          })),
        ]}
        {...form.getInputProps('passingLevel')}
      />
    </fieldset>
  )
}
