import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'
import { Award, OutcomeEffect } from './policy.ts'

const closed = { additionalProperties: false } as const
const Uuid = Type.String({ format: 'uuid' })

/** One settled attempt as the list of outcomes shows it; why it is so, its explanation tells. */
export const OutcomeRow = Type.Object(
  {
    attemptId: Uuid,
    person: Type.Object({ id: Uuid, name: Type.String(), unitName: LocalizedText }, closed),
    effect: OutcomeEffect,
    awards: Type.Array(Award),
    /** Ids of the deciding rules, sorted. */
    decidedBy: Type.Array(Type.String()),
    /** Which evaluation of the attempt it is, from 1. */
    number: Type.Integer({ minimum: 1 }),
    at: Type.String({ format: 'date-time' }),
  },
  closed,
)
export type OutcomeRow = Static<typeof OutcomeRow>
