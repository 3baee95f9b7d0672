import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { CognitiveLevel } from './item.ts'

const closed = { additionalProperties: false } as const
const Count = Type.Integer({ minimum: 0 })
const Share = Type.Number({ minimum: 0, maximum: 1 })
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** How many more exams the items of a program's latest bank version will do. */
export const WorkshopHealth = Type.Object(
  {
    bankVersionId: Type.String(),
    version: Type.Integer({ minimum: 1 }),
    /** Forms so far, as in the program's exposure. */
    formCount: Count,
    formsPerExam: Type.Integer({ minimum: 1 }),
    sightingsLimit: orNull(Type.Integer({ minimum: 1 })),
    /** Each as if all exams to come were held by it. */
    blueprints: Type.Array(
      Type.Object(
        {
          title: LocalizedText,
          post: orNull(Type.String()),
          /** Share of forms on which any one item may stand. */
          exposureCap: orNull(Share),
          cells: Type.Array(
            Type.Object(
              {
                competency: Type.String(),
                level: CognitiveLevel,
                /** Items each form needs. */
                needed: Type.Integer({ minimum: 1 }),
                total: Count,
                /** Items that reached no limit yet. */
                usable: Count,
                /** Forms an item will stand on per exam; null where no exam can be held. */
                sightingsPerExam: orNull(Type.Number({ minimum: 0 })),
                /** 0 where an item reached a limit already; null for never. */
                examsUntilFirst: orNull(Count),
                /** Exams that can be held; null where the limits never end it. */
                examsUntilTooFew: orNull(Count),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type WorkshopHealth = Static<typeof WorkshopHealth>

/** How items did in final exams of the branches the reader covers; rehearsals left out. */
export const WorkshopPerformance = Type.Object(
  {
    examCount: Count,
    attemptCount: Count,
    /** Those on any form, all wordings of an item together. */
    items: Type.Array(
      Type.Object(
        {
          itemId: Type.String(),
          presented: Type.Integer({ minimum: 1 }),
          /** With its 95 % interval; null below five presentations. */
          correctShare: orNull(Type.Object({ value: Share, low: Share, high: Share }, closed)),
          /** Null below five answers. */
          medianSeconds: orNull(Type.Number({ minimum: 0 })),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type WorkshopPerformance = Static<typeof WorkshopPerformance>
