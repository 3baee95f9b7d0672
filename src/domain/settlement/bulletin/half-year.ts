const HOUR_MS = 3_600_000

/** Bounds of a half-year such as `2026-1`; calendar years begin at midnight of the given zone. */
export function halfYearBounds(
  half: string,
  utcOffsetHours: number,
): { readonly from: Date; readonly to: Date } {
  const [year, part] = half.split('-').map(Number) as [number, number]
  const at = (month: number) => new Date(Date.UTC(year, month, 1) - utcOffsetHours * HOUR_MS)
  return { from: at(part === 1 ? 0 : 6), to: at(part === 1 ? 6 : 12) }
}

/** Bounds of a calendar year. */
export function yearBounds(
  year: number,
  utcOffsetHours: number,
): { readonly from: Date; readonly to: Date } {
  return {
    from: halfYearBounds(`${year}-1`, utcOffsetHours).from,
    to: halfYearBounds(`${year}-2`, utcOffsetHours).to,
  }
}

/** The half-year a time falls into. */
export function halfYearOf(at: Date, utcOffsetHours: number): string {
  const local = new Date(at.getTime() + utcOffsetHours * HOUR_MS)
  return `${local.getUTCFullYear()}-${local.getUTCMonth() < 6 ? 1 : 2}`
}
