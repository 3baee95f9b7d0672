import { MISSING } from '../../measurement/calibration/response-matrix.ts'
import type { MatchModel } from './match-model.ts'
import { type AnsweredOrder, shared } from './pair-order.ts'

/** Abilities of a bin lie this close together at most. */
const WIDEST = 0.05
const SMALLEST_BIN = 16
const LARGEST_BIN = 512
/** Half the distance over which slopes are taken; chances are smooth. */
const STEP = 1e-3

/** Neighbours in ability, with the chances of their answers at [bin][item][category]. */
export interface PairBins {
  /** Place of the first person of each bin, and the end. */
  readonly binStarts: Int32Array
  /** By bin: the place after those who answered every item; they come first. */
  readonly fullEnds: Int32Array
  /** By place: ability less the centre of the bin. */
  readonly offsets: Float64Array
  /** At the centre of the bin. */
  readonly chances: Float64Array
  /** By ability, at the centre of the bin. */
  readonly slopes: Float64Array
  /** The least of any person in the bin. */
  readonly lows: Float64Array
}

/** Cuts persons ordered by ability into bins; about the root of their number in each. */
export function pairBins(given: AnsweredOrder): PairBins {
  const { model, items, persons } = given
  const starts = cutBins(given)
  const binCount = starts.length - 1
  const fullEnds = shared(Int32Array, binCount)
  const size = items.length * model.stride
  const room = () => shared(Float64Array, binCount * size)
  const bins: PairBins = {
    binStarts: starts,
    fullEnds,
    offsets: shared(Float64Array, persons.length),
    chances: room(),
    slopes: room(),
    lows: room(),
  }
  const writer = chanceWriter(model, items)
  for (let bin = 0; bin < binCount; bin += 1) {
    fullEnds[bin] = putFullFirst(given, starts[bin] as number, starts[bin + 1] as number)
    fillBin(given, { bins, bin, writer })
  }
  return bins
}

function cutBins({ persons, abilities }: AnsweredOrder): Int32Array {
  const most = Math.max(SMALLEST_BIN, Math.min(LARGEST_BIN, Math.round(Math.sqrt(persons.length))))
  const starts: number[] = []
  let first = 0
  persons.forEach((row, place) => {
    const width = (abilities[row] as number) - (abilities[persons[first] as number] as number)
    if (place > 0 && place - first < most && width <= WIDEST) return
    starts.push(place)
    first = place
  })
  starts.push(persons.length)
  const table = shared(Int32Array, starts.length)
  table.set(starts)
  return table
}

/** @returns the place after those who answered everything */
function putFullFirst(
  { items: { length }, known, persons }: AnsweredOrder,
  start: number,
  end: number,
): number {
  const rows = Array.from(persons.subarray(start, end))
  const isFull = (row: number) =>
    !known.subarray(row * length, (row + 1) * length).includes(MISSING)
  const full = rows.filter(isFull)
  persons.set([...full, ...rows.filter((row) => !isFull(row))], start)
  return start + full.length
}

/** Writes chances of the kept items only. */
function chanceWriter(model: MatchModel, items: Int32Array) {
  const all = new Float64Array(model.itemCount * model.stride)
  const { stride } = model
  return (theta: number, into: Float64Array) => {
    model.categoryChances(theta, all)
    for (let place = 0; place < items.length; place += 1) {
      const from = (items[place] as number) * stride
      for (let category = 0; category < stride; category += 1) {
        into[place * stride + category] = all[from + category] as number
      }
    }
  }
}

function fillBin(
  { model, items, persons, abilities }: AnsweredOrder,
  {
    bins,
    bin,
    writer,
  }: {
    readonly bins: PairBins
    readonly bin: number
    readonly writer: (theta: number, into: Float64Array) => void
  },
): void {
  const size = items.length * model.stride
  const part = (of: Float64Array) => of.subarray(bin * size, (bin + 1) * size)
  const [chances, slopes, lows] = [part(bins.chances), part(bins.slopes), part(bins.lows)]
  const [start, end] = [bins.binStarts[bin] as number, bins.binStarts[bin + 1] as number]
  const own = new Float64Array(size)
  let sum = 0
  lows.fill(1)
  let known = Number.NaN
  for (let place = start; place < end; place += 1) {
    const theta = abilities[persons[place] as number] as number
    sum += theta
    if (theta === known) continue
    writer(theta, own)
    known = theta
    for (let at = 0; at < size; at += 1) {
      if ((own[at] as number) < (lows[at] as number)) lows[at] = own[at] as number
    }
  }
  const centre = sum / (end - start)
  for (let place = start; place < end; place += 1) {
    bins.offsets[place] = (abilities[persons[place] as number] as number) - centre
  }
  writer(centre + STEP, slopes)
  writer(centre - STEP, own)
  for (let at = 0; at < size; at += 1) {
    slopes[at] = ((slopes[at] as number) - (own[at] as number)) / (2 * STEP)
  }
  writer(centre, chances)
}
