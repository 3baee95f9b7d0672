import type { AttemptNotice } from '../../../domain/delivery/conduct.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** An act of the organizers in a sentence: what it means for the person, then why in their words. */
export function useNoticeWords(): (notice: AttemptNotice) => string {
  const t = useText()
  const formats = useFormats()
  return ({ kind, seconds, text }) => {
    if (kind === 'message') return t('notice-line.message', { text })
    const time = formats.duration(seconds ?? 0)
    return t(`notice-line.${kind}`, { time, text })
  }
}
