import type { LiveBoard, LiveBoardChange } from '../../../../domain/delivery/live-board-views.ts'

/** The board after a change. */
export function applyChange(board: LiveBoard, change: LiveBoardChange): LiveBoard {
  const countsOf = new Map(change.units.map(({ id, counts }) => [id, counts]))
  return {
    at: change.at,
    counts: change.counts,
    units: board.units.map((unit) => ({ ...unit, counts: countsOf.get(unit.id) ?? unit.counts })),
    trouble: change.trouble ?? board.trouble,
  }
}
