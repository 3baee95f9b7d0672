import { type Static, Type } from 'typebox'

/**
 * What a candidate answers, by item type: an option id (single-choice), option ids
 * (multiple-choice, any order; ordering, in order), true or false, a number, a text, or
 * prompt id to option id (matching). `null` takes an answer back.
 */
export const ResponseValue = Type.Union([
  Type.Null(),
  Type.Boolean(),
  Type.Number(),
  Type.String({ maxLength: 2000 }),
  Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 }),
  Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 64 })),
])
export type ResponseValue = Static<typeof ResponseValue>
