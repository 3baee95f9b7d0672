import { type Random, shuffle } from '../../random.ts'
import type { CellResiduals } from './cell-residuals.ts'
import { type ItemShift, itemShifts } from './item-shifts.ts'
import { findKnowingClass } from './knowing-class.ts'

/** The class is looked for in the others of as many parts. */
const FOLDS = 5
/** More persons do not make the class clearer, only slower to find. */
const MOST_SEARCHED = 5000

/**
 * `itemShifts` of some persons, cross-fitted: each fifth is put in order by weights found on the
 * other four, so that no person is measured by weights that came from own answers.
 */
export function crossFittedShifts(
  residuals: CellResiduals,
  rows: Int32Array,
  { itemCount, random }: { readonly itemCount: number; readonly random: Random },
): (ItemShift | null)[] {
  const mixed = Int32Array.from(shuffle([...rows], random))
  const folds = Uint8Array.from(mixed, (_, place) => place % FOLDS)
  const weights = Array.from({ length: FOLDS }, (_, fold) => {
    const others = mixed.filter((_row, place) => folds[place] !== fold).subarray(0, MOST_SEARCHED)
    return findKnowingClass({ signal: residuals.signal, rows: others, itemCount })
  })
  return itemShifts(residuals, { rows: mixed, folds, weights }, itemCount)
}
