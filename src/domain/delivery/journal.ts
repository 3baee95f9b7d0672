import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { ResponseValue } from '../bank/response-value.ts'
import { RhythmDetail } from './rhythm.ts'

const closed = { additionalProperties: false } as const

/**
 * What the browser reports; facts, never judgements. The language the page is in comes when it
 * opens and at every change.
 */
export const BEHAVIOR_KINDS = [
  'item-shown',
  'page-hidden',
  'page-visible',
  'window-blurred',
  'window-focused',
  'fullscreen-left',
  'fullscreen-entered',
  'copied',
  'cut',
  'pasted',
  'printed',
  'context-menu',
  'resized',
  'screens-changed',
  'went-offline',
  'went-online',
  'page-loaded',
  'chinese-shown',
  'english-shown',
  'marked',
  'unmarked',
  'explained',
  'clock-jumped',
  'page-stalled',
  'rhythm',
] as const
export type BehaviorKind = (typeof BEHAVIOR_KINDS)[number]

/**
 * How the page came to be there. Both marks are random, made for this attempt alone and kept in
 * the browser, so they link nothing across exams: the tab's outlives a reload, the browser's is
 * shared by its tabs. Null where the browser keeps nothing. Another mark of the browser is another
 * browser or device, or cleared storage.
 */
export const PageLoadDetail = Type.Object(
  {
    tab: Type.Union([Type.String({ pattern: '^[0-9a-f]{16}$' }), Type.Null()]),
    browser: Type.Union([Type.String({ pattern: '^[0-9a-f]{16}$' }), Type.Null()]),
    /** What the browser calls it; null where the page came up without a load of its own. */
    navigation: Type.Union([
      Type.Literal('navigate'),
      Type.Literal('reload'),
      Type.Literal('back_forward'),
      Type.Literal('prerender'),
      Type.Null(),
    ]),
    /** Whether the desktop spans several screens; null where the browser doesn't tell. */
    screensExtended: Type.Union([Type.Boolean(), Type.Null()]),
  },
  closed,
)
export type PageLoadDetail = Static<typeof PageLoadDetail>

/** The window's inner size as it came to rest, in CSS pixels. */
const SizeDetail = Type.Object(
  {
    width: Type.Integer({ minimum: 0, maximum: 100_000 }),
    height: Type.Integer({ minimum: 0, maximum: 100_000 }),
  },
  closed,
)
const ScreensDetail = Type.Object({ extended: Type.Boolean() }, closed)

/**
 * Since the page last looked, some seconds before: what the wall clock and the monotonic clock
 * each say went by, in ms. Both are the client's word. A wall clock put forward or back shows in
 * the first, a page or machine that slept in both or the first, as the browser counts sleep.
 */
const ClockDetail = Type.Object(
  {
    wallMs: Type.Integer({ minimum: -1e14, maximum: 1e14 }),
    monotonicMs: Type.Integer({ minimum: 0, maximum: 1e12 }),
  },
  closed,
)

const DETAILS = {
  'page-loaded': PageLoadDetail,
  resized: SizeDetail,
  'screens-changed': ScreensDetail,
  'clock-jumped': ClockDetail,
  'page-stalled': ClockDetail,
  rhythm: RhythmDetail,
} as const satisfies Partial<Record<BehaviorKind, TSchema>>

/** Facts that some kinds carry: bounded in size, never any content. */
export const BehaviorDetail = Type.Union([
  PageLoadDetail,
  SizeDetail,
  ScreensDetail,
  ClockDetail,
  RhythmDetail,
])
export type BehaviorDetail = Static<typeof BehaviorDetail>

const position = {
  /** Place in the attempt's one journal, from 1; a later sequence wins. */
  sequence: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** Made by the browser; tells a repeated entry from another one under the same sequence. */
  entryId: Type.String({ format: 'uuid' }),
  /** Milliseconds of the browser's monotonic clock since the attempt was opened there. */
  clientMs: Type.Number({ minimum: 0, maximum: 1e12 }),
  /**
   * Which opening of the attempt the page had that made the entry; left out by callers with one
   * page only. What a later opening answered counts, also when an earlier one sends its own later.
   */
  claim: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
} as const

export const ResponseEntry = Type.Object(
  { ...position, kind: Type.Literal('response'), itemId: Type.String(), value: ResponseValue },
  closed,
)
export const BehaviorEntry = Type.Object(
  {
    ...position,
    kind: Type.Literal('behavior'),
    behavior: Type.Enum([...BEHAVIOR_KINDS]),
    /** The item in view, where there is one. */
    itemId: Type.Union([Type.String(), Type.Null()]),
    /** The candidate's own words, with `explained` only. */
    text: Type.Optional(Type.String({ maxLength: 500 })),
    /** Of the kinds that have one, and then instead of a text; older pages sent none. */
    detail: Type.Optional(BehaviorDetail),
  },
  closed,
)
export const JournalEntry = Type.Union([ResponseEntry, BehaviorEntry])
export type JournalEntry = Static<typeof JournalEntry>

/** An entry as kept: with the server's time of receipt (ISO 8601, UTC), the only trusted clock. */
export type KeptEntry = JournalEntry & { readonly receivedAt: string }

/** Whether the detail of an entry, where it has one, is the one its kind carries. */
export function detailFits({ behavior, detail, text }: Static<typeof BehaviorEntry>): boolean {
  if (detail === undefined) return true
  const schema = (DETAILS as Partial<Record<BehaviorKind, TSchema>>)[behavior]
  return schema !== undefined && text === undefined && Value.Check(schema, detail)
}
