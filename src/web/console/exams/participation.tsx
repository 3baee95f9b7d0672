import type { ExamRow } from '../../../domain/scheduling/views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** How many of those assigned have started and have finished. */
export function Participation({
  exam,
}: {
  readonly exam: Pick<ExamRow, 'assigned' | 'started' | 'closed'>
}) {
  const t = useText()
  const { number } = useFormats()
  const { assigned, started, closed } = exam
  if (assigned === 0) return <span className="dimmed">{t('exams.not-assigned')}</span>
  const share = (count: number): string => `${Math.min(1, count / assigned) * 100}%`
  return (
    <div className="participation">
      <span>
        {t('exams.closed-of', {
          closed: number(closed),
          started: number(started),
          assigned: number(assigned),
        })}
      </span>
      <span className="share-track" aria-hidden="true">
        <span className="share-started" style={{ width: share(started) }} />
        <span style={{ width: share(closed) }} />
      </span>
    </div>
  )
}
