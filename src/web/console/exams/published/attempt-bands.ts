import type { ExamAttemptRow, ExamView } from '../../../../domain/scheduling/views.ts'

/** From surely above the cut down; `none` has no estimate yet. */
export const BANDS = ['above', 'open', 'below', 'none'] as const
export type Band = (typeof BANDS)[number]

/** Half the width of a 95 % interval, in standard errors. */
export const Z95 = 1.96

/** The cut that decides passing; null where the lowest level passes. */
export function passingCut({ blueprint }: Pick<ExamView, 'blueprint'>): number | null {
  return blueprint.levels.find(({ id }) => id === blueprint.passingLevel)?.cut ?? null
}

/**
 * Where an attempt stands against the cut, as far as its 95 % interval tells. Attempts of one band
 * are not ordered, since their order could as well be the other way round.
 */
export function attemptBand(
  { theta, standardError }: Pick<ExamAttemptRow, 'theta' | 'standardError'>,
  cut: number | null,
): Band {
  if (theta === null || standardError === null) return 'none'
  if (cut === null || theta - Z95 * standardError >= cut) return 'above'
  return theta + Z95 * standardError < cut ? 'below' : 'open'
}
