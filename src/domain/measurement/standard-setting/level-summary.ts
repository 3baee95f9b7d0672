import type { AngoffSummary, JudgeCut } from './summarize-angoff.ts'

/** What a round came to at one level; `page` is of bookmarks alone. */
export interface LevelSummary extends Omit<AngoffSummary, 'judges'> {
  readonly level: string
  readonly judges: readonly (JudgeCut & { readonly page: number | null })[]
}
