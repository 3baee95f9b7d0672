import type { Finding } from '../bank/finding.ts'

/** A finding about a policy; `range` is the place within a condition's text. */
export interface PolicyFinding extends Finding {
  readonly range: { readonly start: number; readonly end: number } | null
}
