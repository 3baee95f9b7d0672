const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const two = (value: number): string => String(value).padStart(2, '0')

/** A moment as `<input type="datetime-local">` shows it, in the viewer's zone. */
export function localFromUtc(utc: string): string {
  const at = new Date(utc)
  if (Number.isNaN(at.getTime())) return ''
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/**
 * The moment of a local time, as ISO 8601 in UTC; null when there is none: not a time at all,
 * or one that the clocks skip in spring. Where autumn repeats an hour, its first pass.
 */
export function utcFromLocal(local: string): string | null {
  if (!LOCAL.test(local)) return null
  const at = new Date(local)
  if (Number.isNaN(at.getTime())) return null
  const utc = at.toISOString()
  return localFromUtc(utc) === local ? utc : null
}
