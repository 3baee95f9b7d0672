import type { KeyRhythm, PointerRhythm, RhythmDetail } from '../../../domain/delivery/rhythm.ts'

const FEWEST_KEYS = 8
const FEWEST_STROKES = 5
const PAUSE_MS = 2000
const LONGEST_HOLD_MS = 10_000
const REST_MS = 100
const SHORTEST_STROKE = 0.01
/** Figures beyond this many change no median worth speaking of. */
const MOST = 2000

interface Point {
  readonly x: number
  readonly y: number
  readonly atMs: number
}

/** Measures how keys are struck and a pointer is moved; keeps neither keys nor places. */
export interface RhythmMeter {
  /** `key` only pairs a press with its release, and is forgotten with it. */
  readonly keyDown: (key: string, atMs: number, composing: boolean) => void
  readonly keyUp: (key: string, atMs: number) => void
  /** In diagonals of the page. */
  readonly move: (point: Point) => void
  readonly press: (atMs: number) => void
  readonly release: (atMs: number) => void
  /** What was measured since the last time, or null where it was too little, then still kept. */
  readonly take: () => RhythmDetail | null
}

interface Measured {
  readonly holds: number[]
  readonly gaps: number[]
  composed: number
  struck: number
  readonly speeds: number[]
  readonly straight: number[]
  readonly clicks: number[]
}

const nothing = (): Measured => ({
  ...{ holds: [], gaps: [], composed: 0, struck: 0 },
  ...{ speeds: [], straight: [], clicks: [] },
})

/** Times of events made by scripts may lie anywhere; what is no figure is not measured. */
function add(list: number[], value: number): void {
  if (list.length < MOST && Number.isFinite(value) && value >= 0) list.push(value)
}

function median(values: readonly number[]): number {
  const ordered = [...values].sort((one, other) => one - other)
  const middle = (ordered.length - 1) / 2
  return ((ordered[Math.floor(middle)] ?? 0) + (ordered[Math.ceil(middle)] ?? 0)) / 2
}

/** Median and median absolute deviation from it. */
function spread(values: readonly number[]): readonly [number, number] {
  const center = median(values)
  return [center, median(values.map((value) => Math.abs(value - center)))]
}

const hundredth = (value: number): number => Math.round(value * 100) / 100

function keyRhythm({ holds, gaps, composed, struck }: Measured): KeyRhythm | null {
  // Keys held since the stretch before were struck in that one.
  if (holds.length < FEWEST_KEYS || struck === 0) return null
  const [hold, holdMad] = spread(holds).map(Math.round) as [number, number]
  const enough = gaps.length >= FEWEST_KEYS
  const [gap, gapMad] = spread(gaps).map(Math.round) as [number, number]
  return {
    ...{ count: holds.length, holdMs: hold, holdMadMs: holdMad },
    gapMs: enough ? gap : null,
    gapMadMs: enough ? gapMad : null,
    composedShare: hundredth(composed / struck),
  }
}

function pointerRhythm({ speeds, straight, clicks }: Measured): PointerRhythm | null {
  if (speeds.length < FEWEST_STROKES) return null
  const [speed, speedMad] = spread(speeds).map(hundredth) as [number, number]
  const [hold, holdMad] = spread(clicks).map(Math.round) as [number, number]
  const enough = clicks.length >= FEWEST_STROKES
  return {
    ...{ count: speeds.length, speed: Math.min(1000, speed), speedMad: Math.min(1000, speedMad) },
    straightness: hundredth(median(straight)),
    clicks: clicks.length,
    holdMs: enough ? hold : null,
    holdMadMs: enough ? holdMad : null,
  }
}

/** Runs of moves without a rest; each one's speed and straightness goes into the measures. */
function strokes(measured: () => Measured) {
  let first: Point | null = null
  let last: Point | null = null
  let way = 0
  const finish = (): void => {
    const isStroke = Number.isFinite(way) && way >= SHORTEST_STROKE
    if (isStroke && first !== null && last !== null && last.atMs > first.atMs) {
      add(measured().speeds, (1000 * way) / (last.atMs - first.atMs))
      const chord = Math.hypot(last.x - first.x, last.y - first.y)
      add(measured().straight, Math.min(1, chord / way))
    }
    first = last = null
    way = 0
  }
  return {
    finish,
    move: (point: Point): void => {
      if (last !== null && point.atMs - last.atMs >= REST_MS) finish()
      if (last === null) first = point
      else way += Math.hypot(point.x - last.x, point.y - last.y)
      last = point
    },
  }
}

function keys(measured: () => Measured) {
  const down = new Map<string, number>()
  let lastDown = Number.NEGATIVE_INFINITY
  return {
    keyDown: (key: string, atMs: number, composing: boolean): void => {
      if (atMs - lastDown < PAUSE_MS) add(measured().gaps, atMs - lastDown)
      lastDown = atMs
      down.set(key, atMs)
      measured().struck += 1
      if (composing) measured().composed += 1
    },
    keyUp: (key: string, atMs: number): void => {
      const since = down.get(key)
      down.delete(key)
      if (since !== undefined && atMs - since <= LONGEST_HOLD_MS) {
        add(measured().holds, atMs - since)
      }
    },
  }
}

export function createRhythmMeter(): RhythmMeter {
  let measured = nothing()
  const current = (): Measured => measured
  const stroke = strokes(current)
  let pressedMs: number | null = null
  return {
    ...keys(current),
    move: stroke.move,
    press: (atMs) => {
      stroke.finish()
      pressedMs = atMs
    },
    release: (atMs) => {
      if (pressedMs !== null && atMs - pressedMs <= LONGEST_HOLD_MS) {
        add(measured.clicks, atMs - pressedMs)
      }
      pressedMs = null
    },
    take: () => {
      stroke.finish()
      const [keyed, pointed] = [keyRhythm(measured), pointerRhythm(measured)]
      if (keyed === null && pointed === null) return null
      measured = nothing()
      return { keys: keyed, pointer: pointed }
    },
  }
}
