/** Years of credits are calendar years of China, which has one time and no summer time. */
export const CREDIT_UTC_OFFSET_HOURS = 8
/** Cycles of cadre education: 2023 to 2027, and every five years before and after. */
const FIRST_YEAR_OF_A_CYCLE = 2023
const YEARS_A_CYCLE = 5
const HOUR_MS = 3_600_000

/** The calendar year a moment lies in; milliseconds since 1970. */
export function creditYear(atMs: number, utcOffsetHours = CREDIT_UTC_OFFSET_HOURS): number {
  return new Date(atMs + utcOffsetHours * HOUR_MS).getUTCFullYear()
}

/** First and last year of the five-year cycle a year lies in. */
export function cycleOf(year: number): { readonly from: number; readonly to: number } {
  const away = year - FIRST_YEAR_OF_A_CYCLE
  const from = year - (((away % YEARS_A_CYCLE) + YEARS_A_CYCLE) % YEARS_A_CYCLE)
  return { from, to: from + YEARS_A_CYCLE - 1 }
}

/** When a year begins; milliseconds since 1970. */
export function startOfYear(year: number, utcOffsetHours = CREDIT_UTC_OFFSET_HOURS): number {
  return Date.UTC(year, 0, 1) - utcOffsetHours * HOUR_MS
}

/** When credits earned at a moment expire: as the year, or the five-year cycle, ends. */
export function expiryOf(earnedMs: number, after: 'year' | 'five-years'): number {
  const year = creditYear(earnedMs)
  return startOfYear((after === 'year' ? year : cycleOf(year).to) + 1)
}

/** The same day so many months later, or the last of that month; milliseconds since 1970. */
export function monthsAfter(atMs: number, months: number): number {
  const offset = CREDIT_UTC_OFFSET_HOURS * HOUR_MS
  const local = new Date(atMs + offset)
  const day = local.getUTCDate()
  local.setUTCDate(1)
  local.setUTCMonth(local.getUTCMonth() + months)
  const last = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  local.setUTCDate(Math.min(day, last))
  return local.getTime() - offset
}
