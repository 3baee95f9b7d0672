import type { Rank } from '../../../domain/organization/person.ts'

/** Ranks from the lowest up; each has a text `rank.ID`. */
export const RANK_KEYS = [
  'temporary',
  'clerk',
  'section-deputy',
  'section-head',
  'division-deputy',
  'division-head',
] as const satisfies readonly Rank[]

export function isRank(value: string): value is Rank {
  return RANK_KEYS.some((rank) => rank === value)
}
