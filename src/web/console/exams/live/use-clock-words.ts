import type { TimeValue } from '../../../shared/format.ts'
import { useFormats } from '../../../shared/use-preferences.ts'

/** Says a time of today without its date: `11:10`. */
export function useClockWords(): (at: TimeValue, nowMs: number) => string {
  const { date, dateTime, minute } = useFormats()
  return (at, nowMs) => (date(at) === date(nowMs) ? minute(at) : dateTime(at))
}
