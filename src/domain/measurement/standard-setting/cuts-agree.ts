import type { Cut } from '../performance-level.ts'

/** Cuts that agree to here are the same: they are shown and typed with three decimals. */
const TOLERANCE = 0.0005

/** Whether every level that has a cut has just the one that was signed for it. */
export function cutsAgree(
  levels: readonly Cut[],
  signed: readonly { readonly level: string; readonly cut: number }[],
): boolean {
  return levels.every(({ id, cut }) => {
    if (cut === null) return true
    const found = signed.find(({ level }) => level === id)
    return found !== undefined && Math.abs(found.cut - cut) < TOLERANCE
  })
}
