/** An exemption from an exam as kept, with its end where somebody ended it. */
export interface KeptExemption {
  readonly until: Date | null
  readonly endedAt: Date | null
}

/**
 * Whether an exemption holds at a time. What it decides is who counts as missing: that is asked at
 * the end of the window, so that an exemption that ran out before excuses nobody.
 */
export function isExemptAt({ until, endedAt }: KeptExemption, at: Date): boolean {
  return (until === null || until >= at) && (endedAt === null || endedAt >= at)
}
