import { excessStep, jointExcess } from './pair-bounds.ts'
import { type CellRoom, cellRoom, fillCell, fillChunks, type PairCell } from './pair-cell.ts'
import { fillKept, rankingTail } from './pair-joint.ts'
import {
  type ColumnRange,
  countFullMatches,
  countMatches,
  type MatchRoom,
  matchRoom,
} from './pair-matches.ts'
import { addOmegas, emptyMoments, type PairMoments } from './pair-moments.ts'
import { FEWEST_SHARED_ITEMS, type PairBlock, type PairPlan } from './pair-plan.ts'
import { type SharedSums, sharedSums, sharedTail, sumShared } from './pair-shared.ts'
import { collectSurvivors, type PairSurvivors, type SurvivorCollector } from './pair-survivors.ts'

/** What a screen of some blocks found. */
export interface PairScreen {
  readonly survivors: PairSurvivors
  /** Survivors before all but the smallest p were dropped. */
  readonly found: number
  /** One for each bin of rows, by bin. */
  readonly moments: readonly PairMoments[]
}

interface Screening {
  readonly plan: PairPlan
  readonly cell: CellRoom
  readonly counts: MatchRoom
  readonly sums: SharedSums
  readonly survivors: SurvivorCollector
}

/**
 * Screens all pairs of a block of rows with the persons after them. Dismissed is only who cannot
 * have an exact p (GBT, or the same test on wrong matches only) below the plan's alpha: the least
 * chances of anyone in two bins of ability give a tail that is at most the pair's own, since a sum
 * of independent trials grows in distribution with every chance. Where all items are shared, that
 * tail is exact and common to two bins; where not, expectation and variance over the shared items
 * are looked up and a bound decides who is worth an exact tail. For M4 a pair also stays where right
 * matches, alone or together with wrong ones, are telling: close to M4, but no bound of it. Omega is
 * interpolated for every pair with 20 shared items and more, for the moments of all pairs.
 */
export function screenPairs(plan: PairPlan, { from, to }: PairBlock): PairScreen {
  const survivors = collectSurvivors(plan.mostSurvivors)
  const screening: Screening = {
    plan,
    cell: cellRoom(plan),
    counts: matchRoom(),
    sums: sharedSums(),
    survivors,
  }
  const moments: PairMoments[] = []
  for (let bin = from; bin < to; bin += 1) {
    const own = emptyMoments(bin)
    for (let other = bin; other < plan.binStarts.length - 1; other += 1) {
      screenCell(screening, [bin, other], own)
    }
    moments.push(own)
  }
  return { ...survivors.done(), moments }
}

function screenCell(
  screening: Screening,
  [bin, other]: readonly [number, number],
  moments: PairMoments,
): void {
  const { plan, cell: room } = screening
  const cell = fillCell(plan, room, [bin, other])
  const [start, fullEnd, end] = partsOf(plan, bin)
  const [otherStart, otherFullEnd, otherEnd] = partsOf(plan, other)
  const after = (row: number, from: number) => (bin === other ? Math.max(from, row + 1) : from)
  if (fullEnd > start && otherFullEnd > otherStart) {
    fillKept(room, plan)
    for (let row = start; row < fullEnd; row += 1) {
      const range = { row, from: after(row, otherStart), to: otherFullEnd }
      screenFull(screening, range, { cell, moments })
    }
  }
  if (fullEnd === end && otherFullEnd === otherEnd) return
  fillChunks(plan, room)
  for (let row = start; row < end; row += 1) {
    const from = row < fullEnd ? otherFullEnd : otherStart
    const range = { row, from: after(row, from), to: otherEnd }
    screenPartial(screening, range, { cell, moments })
  }
}

function partsOf({ binStarts, fullEnds }: PairPlan, bin: number): [number, number, number] {
  return [binStarts[bin] as number, fullEnds[bin] as number, binStarts[bin + 1] as number]
}

interface CellOf {
  readonly cell: PairCell
  readonly moments: PairMoments
}

function screenFull(screening: Screening, range: ColumnRange, { cell, moments }: CellOf): void {
  const { plan, counts, cell: room } = screening
  countFullMatches(plan, range, counts)
  const { matches, wrong, omegas } = counts
  const { offsets } = plan
  const size = range.to - range.from
  const own = offsets[range.row] as number
  const expected = cell.expected + own * cell.expectedByRow
  const variance = cell.variance + own * cell.varianceByRow
  const scale = 1 / Math.sqrt(variance)
  const scaleByColumn = (-0.5 * scale * cell.varianceByColumn) / variance
  const { expectedByColumn } = cell
  const { kept } = room
  const width = plan.itemCount + 1
  for (let at = 0; at < size; at += 1) {
    const offset = offsets[range.from + at] as number
    const excess = (matches[at] as number) - expected - offset * expectedByColumn
    omegas[at] = excess * (scale + offset * scaleByColumn)
  }
  addOmegas(moments, omegas, size)
  for (let at = 0; at < size; at += 1) {
    // One by one: taken apart from an array, both cost more than the whole comparison.
    const count = matches[at] as number
    const wrongCount = wrong[at] as number
    if (kept[count * width + wrongCount] === 0) continue
    const p = rankingTail({
      match: room.matchTail[count] as number,
      right: room.rightTail[count - wrongCount] as number,
      wrong: room.wrongTail[wrongCount] as number,
    })
    keep(screening, range, { at, p })
  }
}

function keep(
  { plan: { persons }, counts, survivors }: Screening,
  { row, from }: ColumnRange,
  { at, p }: { readonly at: number; readonly p: number },
): void {
  const [one, other] = [persons[row] as number, persons[from + at] as number]
  survivors.add({
    first: Math.min(one, other),
    second: Math.max(one, other),
    shared: counts.shared[at] as number,
    matches: counts.matches[at] as number,
    wrong: counts.wrong[at] as number,
    omega: counts.omegas[at] as number,
    p,
  })
}

function screenPartial(screening: Screening, range: ColumnRange, of: CellOf): void {
  const { plan, counts, cell: room, sums } = screening
  countMatches(plan, range, counts)
  sumShared(plan, range, { chunks: room.chunks, sums })
  fillOmegas(screening, range, of.cell)
  addOmegas(of.moments, counts.omegas, range.to - range.from)
  const { matches, wrong, shared } = counts
  const { matchRow, wrongRow } = of.cell
  const { excess } = plan
  const joint = jointExcess(plan.jointLimit)
  for (let at = 0; at < range.to - range.from; at += 1) {
    if ((shared[at] as number) < FEWEST_SHARED_ITEMS) continue
    const variance = sums.leastVariance[at] as number
    const wrongVariance = sums.wrongVariance[at] as number
    const matchExcess = (matches[at] as number) - (sums.least[at] as number)
    const wrongExcess = (wrong[at] as number) - (sums.wrongLeast[at] as number)
    const right = Math.max(0, matchExcess - wrongExcess)
    const beyond = Math.max(0, wrongExcess)
    const isJoint =
      (right * right) / Math.max(variance - wrongVariance, variance / 4) +
        (beyond * beyond) / wrongVariance >
      joint
    if (
      !isJoint &&
      matchExcess <= (excess[matchRow + excessStep(variance)] as number) &&
      wrongExcess <= (excess[wrongRow + excessStep(wrongVariance)] as number)
    ) {
      continue
    }
    const found = { matches: matches[at] as number, wrong: wrong[at] as number }
    const p = sharedTail(plan, { row: range.row, place: range.from + at, ...found }, room)
    if (p !== null) keep(screening, range, { at, p })
  }
}

/** Omega over the items shared; not-a-number where they are too few. */
function fillOmegas(
  { plan, counts, sums }: Screening,
  { row, from, to }: ColumnRange,
  cell: PairCell,
): void {
  const { offsets, itemCount } = plan
  const { omegas, matches, shared } = counts
  const own = offsets[row] as number
  const spreadByRow = cell.varianceGap + own * cell.varianceByRow
  for (let at = 0; at < to - from; at += 1) {
    const sharedCount = shared[at] as number
    const share = sharedCount / itemCount
    const offset = offsets[from + at] as number
    const shift = own * cell.expectedByRow + offset * cell.expectedByColumn
    const spread = spreadByRow + offset * cell.varianceByColumn
    const excess = (matches[at] as number) - (sums.expected[at] as number) - share * shift
    omegas[at] =
      sharedCount < FEWEST_SHARED_ITEMS
        ? Number.NaN
        : excess / Math.sqrt((sums.leastVariance[at] as number) + share * spread)
  }
}
