import type { ReactElement } from 'react'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'
import type { Result } from './levels.ts'

/** Answers too fast to have been read, and the score without them; nothing where there are none. */
export function EffortLine({ result }: { readonly result: Result }): ReactElement | null {
  const t = useText()
  const formats = useFormats()
  if (result.effort === null) return null
  const { rapid, answered, scale } = result.effort
  return (
    <p className="soft">
      {t('result.rapid', { rapid, answered })}{' '}
      {scale === null
        ? t('result.rapid.few')
        : t('result.rapid.score', {
            rapid,
            score: formats.number(scale.score),
            low: formats.number(scale.low),
            high: formats.number(scale.high),
          })}{' '}
      {t('result.rapid.note')}
    </p>
  )
}
