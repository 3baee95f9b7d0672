import type { DraftForm } from '../draft-form.ts'

/** What the rules of publication ask for; the tests compare it with them. */
export const NOTICE_DAYS = 7

const two = (value: number): string => String(value).padStart(2, '0')

/**
 * The first day that leaves candidates their notice if it is published by midnight, from 09:00 to
 * 17:00 by the viewer's clock, as the fields of a window hold it.
 */
export function usualWindow(now: Date): Pick<DraftForm, 'opensAt' | 'closesAt'> {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + NOTICE_DAYS + 1)
  const date = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
  return { opensAt: `${date}T09:00`, closesAt: `${date}T17:00` }
}
