import type { AwardTimes } from '../../../../domain/policy/award-views.ts'
import { useFormats } from '../../../shared/use-preferences.ts'
import { useApi } from '../../queries.ts'
import { useText } from '../../text.ts'

/** How long awards of an exam took from the final result; nothing where none was issued. */
export function AwardTimesNote({ examId }: { readonly examId: string }) {
  const t = useText()
  const { number } = useFormats()
  const times = useApi<{ exams: AwardTimes[] }>('/award-times')
  const own = times.data?.exams.find((one) => one.examId === examId)
  if (!own || own.medianSeconds === null || own.longestSeconds === null) return null
  return (
    <p className="dimmed">
      {t('report.award-times', {
        count: own.awarded,
        median: number(own.medianSeconds, 1),
        longest: number(own.longestSeconds, 1),
      })}
    </p>
  )
}
