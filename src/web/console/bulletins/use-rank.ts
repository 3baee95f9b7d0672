import type { BulletinUnit } from '../../../domain/settlement/bulletin/views.ts'
import { useText } from '../text.ts'

/** A unit's places in words, among those that are compared. */
export function useRank(
  units: readonly BulletinUnit[],
): (unit: Pick<BulletinUnit, 'rank'>) => string {
  const t = useText()
  const all = units.filter(({ rank }) => rank !== null).length
  return ({ rank }) => {
    if (rank === null) return t('bulletin.rank.none')
    const { from, to } = rank
    return from === to
      ? t('bulletin.rank.one', { from, all })
      : t('bulletin.rank.range', { from, to, all })
  }
}
