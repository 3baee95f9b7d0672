import { Button, CopyButton } from '@mantine/core'
import { useText } from '../text.ts'

interface Props {
  readonly label: string
  readonly value: string
  readonly hint?: string
}

/** A long value to be taken elsewhere, with a button that copies it. */
export function CopyField({ label, value, hint }: Props) {
  const t = useText()
  return (
    <div className="copy-field">
      <div className="copy-label">{label}</div>
      <div className="copy-row">
        <code>{value}</code>
        <CopyButton value={value} timeout={3000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} aria-label={t('copy.what', { what: label })}>
              {copied ? t('copy.done') : t('copy.do')}
            </Button>
          )}
        </CopyButton>
      </div>
      {hint !== undefined && <p className="dimmed">{hint}</p>}
    </div>
  )
}
