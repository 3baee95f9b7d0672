import { creditYear, cycleOf, startOfYear } from './credit-cycles.ts'
import type { PolicyDocument } from './policy.ts'

/** Calendar years (at UTC+8) that are looked at together; both ends included. */
export interface Cycle {
  readonly from: number
  readonly to: number
}

/** The cycle of a document that a year lies in. */
export function cycleFor(document: Pick<PolicyDocument, 'cycle'>, year: number): Cycle {
  return document.cycle === 'five-years' ? cycleOf(year) : { from: year, to: year }
}

/** `2026`, or `2023-2027`. */
export function cycleName({ from, to }: Cycle): string {
  return from === to ? String(from) : `${from}-${to}`
}

/** When a cycle begins, and when the next one does. */
export function cycleBounds({ from, to }: Cycle): { readonly from: Date; readonly until: Date } {
  return { from: new Date(startOfYear(from)), until: new Date(startOfYear(to + 1)) }
}

/** The cycles before one, the nearest first. */
export function cyclesBefore(cycle: Cycle, count: number): Cycle[] {
  const years = cycle.to - cycle.from + 1
  return Array.from({ length: count }, (_, index) => {
    const away = (index + 1) * years
    return { from: cycle.from - away, to: cycle.to - away }
  })
}

/** Years of a cycle that have begun by a moment. */
export function yearsBegun({ from, to }: Cycle, at: Date): number[] {
  const last = Math.min(to, creditYear(at.getTime()))
  return Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => from + index)
}
