import { useFormats } from '../../shared/use-preferences.ts'
import { useText } from '../text.ts'

const DAY_MS = 86_400_000

interface Props {
  readonly dueAt: string
  readonly isOpen: boolean
}

/** A last day, and in words how far off it is while something is open. */
export function DueDate({ dueAt, isOpen }: Props) {
  const t = useText()
  const { date, number } = useFormats()
  const days = Math.floor(Date.parse(dueAt) / DAY_MS) - Math.floor(Date.now() / DAY_MS)
  return (
    <>
      <span className="no-wrap">{date(dueAt)}</span>
      {isOpen && (
        <div className={days < 0 ? 'late' : 'dimmed'}>
          {days < 0 && t('cases.due.late', { days: number(-days) })}
          {days === 0 && t('cases.due.today')}
          {days > 0 && t('cases.due.in', { days: number(days) })}
        </div>
      )}
    </>
  )
}
