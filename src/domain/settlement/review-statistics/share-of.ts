import type { Share } from '../../review/statistics-views.ts'
import { wilsonInterval } from '../wilson-interval.ts'

/** A share with its interval; null of nothing. */
export function shareOf(count: number, total: number): Share {
  return total === 0 ? null : { count, total, ...wilsonInterval(count, total) }
}
