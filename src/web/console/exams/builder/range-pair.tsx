import { NumberInput } from '@mantine/core'
import { useText } from '../../text.ts'
import type { DraftFormApi } from './use-draft.ts'

interface Props {
  readonly form: DraftFormApi
  /** Path of the pair in the form. */
  readonly path: string
  /** What is counted; for who hears the fields instead of seeing them. */
  readonly of: string
  readonly whole?: boolean
  readonly unit?: string
}

/** The least and the most there may be; an empty one sets no limit. */
export function RangePair({ form, path, of, whole = false, unit }: Props) {
  const t = useText()
  return (
    <>
      {(['min', 'max'] as const).map((end) => (
        <NumberInput
          key={end}
          label={t(`constraint.${end}`)}
          aria-label={`${of}: ${t(`constraint.${end}`)}`}
          placeholder={t('constraint.no-limit')}
          min={0}
          allowDecimal={!whole}
          decimalScale={whole ? 0 : 2}
          {...(unit === undefined ? {} : { suffix: ` ${unit}` })}
          {...form.getInputProps(`${path}.${end}`)}
        />
      ))}
    </>
  )
}
