import { type Static, Type } from 'typebox'
import { ResponseValue } from '../bank/response-value.ts'

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
  'pasted',
  'printed',
  'went-offline',
  'went-online',
  'page-loaded',
  'chinese-shown',
  'english-shown',
  'marked',
  'unmarked',
  'explained',
] as const
export type BehaviorKind = (typeof BEHAVIOR_KINDS)[number]

const position = {
  /** Place in the attempt's one journal, from 1; a later sequence wins. */
  sequence: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  /** Made by the browser; tells a repeated entry from another one under the same sequence. */
  entryId: Type.String({ format: 'uuid' }),
  /** Milliseconds of the browser's monotonic clock since the attempt was opened there. */
  clientMs: Type.Number({ minimum: 0, maximum: 1e12 }),
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
  },
  closed,
)
export const JournalEntry = Type.Union([ResponseEntry, BehaviorEntry])
export type JournalEntry = Static<typeof JournalEntry>

/** An entry as kept: with the server's time of receipt (ISO 8601, UTC), the only trusted clock. */
export type KeptEntry = JournalEntry & { readonly receivedAt: string }
