import type { ExamView } from '../../../../domain/scheduling/views.ts'

/**
 * Where an exam stands that has no comparison yet: its window is `open` (or will be), the comparison
 * is `going` on or begins `soon`, there are `none` to compare, or there will `never` be one.
 */
export type ScreeningStage = 'open' | 'going' | 'soon' | 'none' | 'never'

/** Where an exam without a comparison stands. */
export function screeningStage({
  state,
  started,
  screenedShare,
}: Pick<ExamView, 'state' | 'started' | 'screenedShare'>): ScreeningStage {
  if (screenedShare !== null) return 'going'
  if (state !== 'checking' && state !== 'final') return 'open'
  if (started === 0) return 'none'
  return state === 'checking' ? 'soon' : 'never'
}
