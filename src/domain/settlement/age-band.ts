import { say } from '../bank/finding.ts'
import type { LocalizedText } from '../text.ts'

/** Ten-year bands by the age from which they begin. */
const BANDS = [0, 30, 40, 50] as const

/**
 * The ten-year band of the age somebody reaches in a year; null where the birth year is unknown.
 * @returns the age from which the band begins, as text
 */
export function ageBandOf(birthYear: number | null, year: number): string | null {
  if (birthYear === null) return null
  const age = year - birthYear
  return String(BANDS.findLast((from) => from <= age) ?? 0)
}

/** What a band is called. */
export function ageBandName(band: string): LocalizedText {
  const from = Number(band)
  if (from === 0) return say('30 岁以下', 'Under 30')
  if (from === 50) return say('50 岁及以上', '50 and over')
  return say(`${from} 至 ${from + 9} 岁`, `${from} to ${from + 9}`)
}
