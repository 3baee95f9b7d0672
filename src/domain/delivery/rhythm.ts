import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const Ms = Type.Integer({ minimum: 0, maximum: 10_000 })
const MaybeMs = Type.Union([Ms, Type.Null()])
const Share = Type.Number({ minimum: 0, maximum: 1 })

/**
 * Typing in answer fields: never which keys, only how they were struck. A hold lasts from a key
 * going down to the same key coming up; a gap from one key going down to the next one going down,
 * gaps of two seconds and more left out, as they are pauses. Keys that repeat by themselves do
 * not count.
 */
export const KeyRhythm = Type.Object(
  {
    /** Holds measured: the weight of the figures below. */
    count: Type.Integer({ minimum: 8, maximum: 10_000 }),
    /** Median and median absolute deviation (not scaled) of holds, ms. */
    holdMs: Ms,
    holdMadMs: Ms,
    /** The same of gaps, ms; null with fewer than 8 gaps. */
    gapMs: MaybeMs,
    gapMadMs: MaybeMs,
    /** Share of keys struck while an input method was composing, in steps of 0.01. */
    composedShare: Share,
  },
  closed,
)
export type KeyRhythm = Static<typeof KeyRhythm>

/**
 * Movements of a mouse or pad (touch and pen left out): a stroke is a run of moves without a rest
 * of 100 ms, over at least 1 % of the diagonal of the page.
 */
export const PointerRhythm = Type.Object(
  {
    /** Strokes measured: the weight of the figures below. */
    count: Type.Integer({ minimum: 5, maximum: 10_000 }),
    /** Median and median absolute deviation of speed, diagonals of the page per second, by 0.01. */
    speed: Type.Number({ minimum: 0, maximum: 1000 }),
    speedMad: Type.Number({ minimum: 0, maximum: 1000 }),
    /** Median of distance between the ends over the way gone, in steps of 0.01; 1 is straight. */
    straightness: Share,
    /** Clicks measured, and the median and median absolute deviation of holding the button, ms. */
    clicks: Type.Integer({ minimum: 0, maximum: 10_000 }),
    /** Null with fewer than 5 clicks. */
    holdMs: MaybeMs,
    holdMadMs: MaybeMs,
  },
  closed,
)
export type PointerRhythm = Static<typeof PointerRhythm>

/**
 * The `detail` of a `rhythm` entry: how a stretch of at most some minutes was typed and pointed,
 * without content and rounded. Sent no more often than every two minutes, only where one of the
 * two parts had enough to measure; the other is null. The entry's item is the one in view at the
 * end of the stretch; the figures may span several.
 * Nothing is measured where assistive technology is approved.
 */
export const RhythmDetail = Type.Object(
  {
    keys: Type.Union([KeyRhythm, Type.Null()]),
    pointer: Type.Union([PointerRhythm, Type.Null()]),
  },
  closed,
)
export type RhythmDetail = Static<typeof RhythmDetail>
