import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { Finding } from './finding.ts'
import { CognitiveLevel, type Item } from './item.ts'
import { ItemType } from './item-type.ts'
import { ItemAct, ItemState, Judgement } from './life-cycle.ts'

const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
/** A person's name; null for those outside the branches the reader covers. */
const Name = Type.Union([Type.String(), Type.Null()])
const Revision = Type.Integer({ minimum: 1 })
/** What the reader may do with the latest revision as it stands. */
const Acts = Type.Array(Judgement)

/** A program whose items are worked on. */
export const WorkshopRow = Type.Object(
  {
    program: Type.String(),
    title: LocalizedText,
    counts: Type.Object(
      {
        draft: Type.Integer(),
        reviewed: Type.Integer(),
        live: Type.Integer(),
        retired: Type.Integer(),
      },
      closed,
    ),
    /** Items in use: also those whose newer revision is still a draft. */
    inUse: Type.Integer(),
  },
  closed,
)
export type WorkshopRow = Static<typeof WorkshopRow>

/** One item of a workshop, by its latest revision. */
export const WorkshopItemRow = Type.Object(
  {
    itemId: Type.String(),
    revision: Revision,
    state: ItemState,
    liveRevision: Type.Union([Revision, Type.Null()]),
    author: Name,
    /** Whether the reader wrote at it since it was last live, and so may not review it. */
    mine: Type.Boolean(),
    acts: Acts,
    updatedAt: Time,
    competency: Type.String(),
    level: CognitiveLevel,
    type: ItemType,
    stem: LocalizedText,
  },
  closed,
)
export type WorkshopItemRow = Static<typeof WorkshopItemRow>

/** One item of a workshop with all its revisions and its history, the oldest first. */
export const WorkshopItemView = Type.Object(
  {
    itemId: Type.String(),
    revision: Revision,
    state: ItemState,
    liveRevision: Type.Union([Revision, Type.Null()]),
    mine: Type.Boolean(),
    acts: Acts,
    revisions: Type.Array(
      Type.Object(
        {
          revision: Revision,
          content: Type.Unsafe<Item>(Type.Any()),
          note: Type.String(),
          author: Name,
          createdAt: Time,
        },
        closed,
      ),
    ),
    events: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1 }),
          revision: Revision,
          act: ItemAct,
          note: Type.String(),
          actor: Name,
          at: Time,
        },
        closed,
      ),
    ),
    /** Items that name this one or are named by it. */
    enemies: Type.Array(Type.String()),
    nearDuplicates: Type.Array(
      Type.Object(
        { itemId: Type.String(), chinese: Type.Number(), english: Type.Number() },
        closed,
      ),
    ),
    /** What the checks of a bank say about the latest revision and what it refers to. */
    findings: Type.Array(Finding),
  },
  closed,
)
export type WorkshopItemView = Static<typeof WorkshopItemView>

/** Where an item stands after what was asked. */
export const WorkshopItemStanding = Type.Object(
  { itemId: Type.String(), revision: Revision, state: ItemState },
  closed,
)
export type WorkshopItemStanding = Static<typeof WorkshopItemStanding>

/** How often items of a program stood on forms of published exams. */
export const WorkshopExposure = Type.Object(
  {
    /** Forms of started attempts in published exams; rehearsals are not counted. */
    formCount: Type.Integer(),
    items: Type.Array(
      Type.Object(
        {
          itemId: Type.String(),
          formCount: Type.Integer(),
          examCount: Type.Integer(),
          /** Of all forms, 0 to 1; null before the first form. */
          share: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type WorkshopExposure = Static<typeof WorkshopExposure>
