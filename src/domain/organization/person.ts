import { type Static, Type } from 'typebox'

/** Ranks from the lowest up; `temporary` is staff without a post on the establishment. */
export const RANKS = [
  'temporary',
  'clerk',
  'section-deputy',
  'section-head',
  'division-deputy',
  'division-head',
] as const
export type Rank = (typeof RANKS)[number]
export const Rank = Type.Enum([...RANKS])

/** The name a person signs in with: lower-case letters, digits, dots and hyphens. */
export const Account = Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{2,63}$' })

/** A year of birth, or null where it is not known. */
export const BirthYear = Type.Union([Type.Integer({ minimum: 1900, maximum: 2100 }), Type.Null()])

/** What a new person needs. */
export const NewPerson = Type.Object(
  {
    account: Account,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    unitId: Type.String({ format: 'uuid' }),
    /** A post of the item bank's program, or null. */
    post: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    rank: Rank,
    birthYear: Type.Optional(BirthYear),
  },
  { additionalProperties: false },
)
export type NewPerson = Static<typeof NewPerson>
