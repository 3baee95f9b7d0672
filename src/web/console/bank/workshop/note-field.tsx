import { Textarea } from '@mantine/core'
import { useText } from '../../text.ts'

interface Props {
  readonly value: string
  readonly onChange: (note: string) => void
  readonly error?: string | null
}

/** What a person says about a change; kept with it for good. */
export function NoteField({ value, onChange, error = null }: Props) {
  const t = useText()
  return (
    <Textarea
      label={t('amendment.note')}
      description={t('workshop.note.hint')}
      value={value}
      maxLength={2000}
      autosize
      minRows={2}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  )
}
