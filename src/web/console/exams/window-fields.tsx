import { TextInput } from '@mantine/core'
import { useText } from '../text.ts'

type Part = 'opensAt' | 'closesAt'

interface FieldProps {
  readonly value?: string
  readonly onChange?: (event: { readonly currentTarget: { readonly value: string } }) => void
}

/** When an exam opens and closes, by the viewer's clock. */
export function WindowFields({ propsOf }: { readonly propsOf: (part: Part) => FieldProps }) {
  const t = useText()
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <>
      <p className="dimmed">{t('builder.window.zone', { zone })}</p>
      <div className="field-pair">
        <TextInput
          type="datetime-local"
          label={t('builder.opens')}
          required
          {...propsOf('opensAt')}
        />
        <TextInput
          type="datetime-local"
          label={t('builder.closes')}
          required
          {...propsOf('closesAt')}
        />
      </div>
    </>
  )
}
