import { Alert } from '@mantine/core'
import { useText } from '../../text.ts'

interface Props {
  readonly program: string
  readonly itemId: string
}

/** Says that somebody else saved the item first, what is safe, and what to do. */
export function ChangedMeanwhile({ program, itemId }: Props) {
  const t = useText()
  return (
    <Alert title={t('workshop.changed')} color="bad" role="alert" className="problem">
      <p>{t('workshop.changed.safe')}</p>
      <p>{t('workshop.changed.do')}</p>
      <p>
        <a
          href={`/console/banks/workshop/${program}/${encodeURIComponent(itemId)}`}
          rel="noreferrer"
          target="_blank"
        >
          {t('workshop.changed.open', { id: itemId })}
        </a>
      </p>
    </Alert>
  )
}
