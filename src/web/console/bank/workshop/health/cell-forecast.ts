import type { WorkshopHealth } from '../../../../../domain/bank/workshop-health-views.ts'

export type CellForecast = WorkshopHealth['blueprints'][number]['cells'][number]

/** Cells by how soon they run out, then by how soon their first item is used up. */
export function byUrgency(cells: readonly CellForecast[]): CellForecast[] {
  const soon = (exams: number | null) => exams ?? Number.POSITIVE_INFINITY
  const compare = (left: number, right: number) => (left === right ? 0 : left - right)
  return [...cells].sort(
    (left, right) =>
      compare(soon(left.examsUntilTooFew), soon(right.examsUntilTooFew)) ||
      compare(soon(left.examsUntilFirst), soon(right.examsUntilFirst)),
  )
}
