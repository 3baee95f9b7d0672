import { type Static, Type } from 'typebox'
import { LocalizedText } from '../../text.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })
const Id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })
const Name = Type.Object(
  { 'zh-CN': Type.String({ maxLength: 200 }), en: Type.String({ maxLength: 200 }) },
  closed,
)

const MOST_ITEMS = 300

export const PANEL_ACTS = ['opened', 'closed'] as const

/**
 * How judges come to a cut: by a probability for each item (Angoff 1971), or by a bookmark in the
 * booklet of the items from the easiest to the hardest (Mitzel et al. 2001).
 */
export const PANEL_METHODS = ['angoff', 'bookmark'] as const
export const PanelMethod = Type.Enum([...PANEL_METHODS])
export type PanelMethod = (typeof PANEL_METHODS)[number]

/** A level above the lowest, and who only just reaches it: the person judges think of. */
export const PanelLevel = Type.Object(
  { id: Id, name: LocalizedText, borderline: LocalizedText },
  closed,
)
export type PanelLevel = Static<typeof PanelLevel>

/** An item judges rate; `observed` is the share of right answers in earlier exams, if known. */
export interface PanelItem {
  readonly item: string
  readonly observed: number | null
}

/** What an organizer decides when a panel begins. */
export const PanelInput = Type.Object(
  {
    unitId: Uuid,
    bankVersionId: Uuid,
    /** Angoff where none is named. */
    method: Type.Optional(PanelMethod),
    title: Name,
    levels: Type.Array(PanelLevel, { minItems: 1, maxItems: 4 }),
    items: Type.Array(Id, { minItems: 5, maxItems: MOST_ITEMS, uniqueItems: true }),
  },
  closed,
)
export type PanelInput = Static<typeof PanelInput>

/** One judge's probability for one item at one level. */
export const RatingInput = Type.Object(
  { level: Id, item: Id, probability: Type.Number({ minimum: 0, maximum: 1 }) },
  closed,
)
export type RatingInput = Static<typeof RatingInput>

/**
 * One judge's bookmark for a level: the first page, from 1, that a person who only just reaches
 * the level no longer masters; one past the last page for who masters all.
 */
export const BookmarkInput = Type.Object(
  { level: Id, page: Type.Integer({ minimum: 1, maximum: MOST_ITEMS + 1 }) },
  closed,
)
export type BookmarkInput = Static<typeof BookmarkInput>

/** How many answers a round asks of each judge. */
export function answersAsked(panel: {
  readonly method: PanelMethod
  readonly itemCount: number
  readonly levelCount: number
}): number {
  const { method, itemCount, levelCount } = panel
  return method === 'bookmark' ? levelCount : levelCount * itemCount
}

/** The cut an organizer recommends for a level, beside what the judges came to. */
export const ConcludedCut = Type.Object(
  {
    level: Type.String(),
    /** On the scale with mean 0 and SD 1; what exams adopt. */
    cut: Type.Number({ minimum: -6, maximum: 6 }),
    /** The judges' mean on the same scale, and as a number of right answers. */
    judged: Type.Number(),
    raw: Type.Number(),
    standardError: Type.Union([Type.Number(), Type.Null()]),
  },
  closed,
)
export type ConcludedCut = Static<typeof ConcludedCut>

export const ConclusionInput = Type.Object(
  {
    cuts: Type.Array(
      Type.Object({ level: Id, cut: Type.Number({ minimum: -6, maximum: 6 }) }, closed),
      { minItems: 1, maxItems: 4 },
    ),
    reason: Type.String({ maxLength: 2000 }),
  },
  closed,
)
export type ConclusionInput = Static<typeof ConclusionInput>

/**
 * Where a panel stands: before its first round, in one, between two, concluded and waiting for a
 * second person, signed. A conclusion sent back leads to `discussing` again.
 */
export const PANEL_STATES = ['preparing', 'rating', 'discussing', 'concluded', 'signed'] as const
export type PanelState = (typeof PANEL_STATES)[number]
export const PanelState = Type.Enum([...PANEL_STATES])

/** The state by what happened: rounds opened and closed so far, and the last conclusion's fate. */
export function stateOfPanel(happened: {
  /** Rounds opened plus rounds closed. */
  readonly events: number
  /** Null without a conclusion; `open` while nobody answered it. */
  readonly conclusion: 'open' | 'approved' | 'returned' | null
}): PanelState {
  if (happened.conclusion === 'approved') return 'signed'
  if (happened.conclusion === 'open') return 'concluded'
  if (happened.events === 0) return 'preparing'
  return happened.events % 2 === 1 ? 'rating' : 'discussing'
}

/** The round that is open, or was the last one; 0 before the first. */
export function roundOfPanel(events: number): number {
  return Math.ceil(events / 2)
}
