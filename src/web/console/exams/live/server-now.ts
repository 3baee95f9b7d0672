/** The clock of the service when something was read, with the page's own at its receipt. */
export interface ServerTime {
  readonly at: string
  readonly receivedMs: number
}

/** What the clock of the service shows now; the page's own may be wrong, but it runs. */
export function serverNowMs({ at, receivedMs }: ServerTime): number {
  return Date.parse(at) + (Date.now() - receivedMs)
}
