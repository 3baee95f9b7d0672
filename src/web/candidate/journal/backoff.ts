const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/**
 * How long to wait after so many failures in a row: doubling, then somewhere in the upper
 * half, so that a room full of browsers does not come back at the same moment. What the
 * server asks for in Retry-After is never cut short.
 */
export function backoffMs(
  failures: number,
  chance: number,
  retryAfterSeconds: number | null = null,
): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))
  const asked = (retryAfterSeconds ?? 0) * 1000
  return Math.round(Math.max(asked, 0) + ceiling * (0.5 + chance / 2))
}
