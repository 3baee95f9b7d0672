import { Textarea, TextInput } from '@mantine/core'
import type { LocalizedText } from '../../../../domain/text.ts'
import { useText } from '../../text.ts'

interface Props {
  readonly label: string
  readonly value: LocalizedText
  readonly onChange: (value: LocalizedText) => void
  readonly long?: boolean
}

/** A text in both languages, side by side. */
export function TextPair({ label, value, onChange, long = false }: Props) {
  const t = useText()
  const Input = long ? Textarea : TextInput
  return (
    <div className="field-pair">
      {(['zh-CN', 'en'] as const).map((language) => (
        <Input
          key={language}
          lang={language}
          label={t('policy-editor.in-language', {
            what: label,
            language: t(`policy-editor.${language}`),
          })}
          value={value[language]}
          onChange={(event: { readonly currentTarget: { readonly value: string } }) =>
            onChange({ ...value, [language]: event.currentTarget.value })
          }
          required
          {...(long ? { autosize: true, minRows: 2 } : {})}
        />
      ))}
    </div>
  )
}
