import type { Workload } from '../../../domain/review/queue-views.ts'
import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

/** From so few decisions left on, the day's limit is told. */
export const NEAR_LIMIT = 3

/** What waits for me, and when it is time to rest. */
export function WorkloadNote({ workload }: { readonly workload: Workload }) {
  const t = useText()
  const { number, dateTime } = useFormats()
  const { assigned, overdue, decidedToday, dayLimit, dayEndsAt } = workload
  const left = Math.max(0, dayLimit - decidedToday)
  const at = dateTime(dayEndsAt)
  return (
    <>
      <p>
        {t('cases.workload', {
          assigned: number(assigned),
          overdue: number(overdue),
          decided: number(decidedToday),
          limit: number(dayLimit),
        })}
      </p>
      {left <= NEAR_LIMIT && (
        <p className="note" role="status">
          {left === 0
            ? t('cases.rest.now', { at })
            : t('cases.rest.near', { left: number(left), at })}
        </p>
      )}
    </>
  )
}
