import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** Conditions under which a person sits exams. */
export const Accommodation = Type.Object(
  {
    /** Of an exam's time limit: 0.25 = a quarter more. */
    extraTimeShare: Type.Number({ minimum: 0, maximum: 3 }),
    /** Then the way somebody types, points or leaves the page says nothing about them. */
    assistiveTechnology: Type.Boolean(),
  },
  closed,
)
export type Accommodation = Static<typeof Accommodation>

/** What an administrator approves; only administrators ever read the reason. */
export const ApprovedAccommodation = Type.Object(
  {
    ...Accommodation.properties,
    reason: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  },
  closed,
)
export type ApprovedAccommodation = Static<typeof ApprovedAccommodation>

/** What holds for a person now, and everything that was approved before, newest first. */
export const AccommodationView = Type.Object(
  {
    current: Accommodation,
    history: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ minimum: 1 }),
          ...ApprovedAccommodation.properties,
          by: Type.Object({ id: Type.String({ format: 'uuid' }), name: Type.String() }, closed),
          at: Type.String({ format: 'date-time' }),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type AccommodationView = Static<typeof AccommodationView>

/** How far a change went. */
export const AccommodationReach = Type.Object(
  {
    /** Exams that are sat under other conditions from now on. */
    exams: Type.Integer({ minimum: 0 }),
    /** Of these, attempts that were running and got more time at once. */
    extended: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export type AccommodationReach = Static<typeof AccommodationReach>

export const NO_ACCOMMODATION: Accommodation = { extraTimeShare: 0, assistiveTechnology: false }

/** How far a person is with an exam; it is over when closed, or when its time has passed. */
export type Sitting = 'not-begun' | 'running' | 'over'

/**
 * Under which conditions an exam is sat after a change. Whoever has begun keeps what they began
 * with and can only be given more; what is over was sat as it was, and stays judged like that.
 */
export function conditionsAfter(
  had: Accommodation,
  approved: Accommodation,
  sitting: Sitting,
): Accommodation {
  switch (sitting) {
    case 'not-begun':
      return {
        extraTimeShare: approved.extraTimeShare,
        assistiveTechnology: approved.assistiveTechnology,
      }
    case 'running':
      return {
        extraTimeShare: Math.max(had.extraTimeShare, approved.extraTimeShare),
        assistiveTechnology: had.assistiveTechnology || approved.assistiveTechnology,
      }
    case 'over':
      return had
  }
}

/** Whether two are the same conditions. */
export function areSameConditions(left: Accommodation, right: Accommodation): boolean {
  return (
    left.extraTimeShare === right.extraTimeShare &&
    left.assistiveTechnology === right.assistiveTechnology
  )
}

/** Whole seconds of working time by which one share of a time limit exceeds another. */
export function secondsMore(
  had: Accommodation,
  has: Accommodation,
  timeLimitSeconds: number,
): number {
  const more = (has.extraTimeShare - had.extraTimeShare) * timeLimitSeconds
  // A share like 1.1 is no exact number: what exceeds a second by less than one millisecond is not.
  return Math.max(0, Math.ceil(Math.round(more * 1000) / 1000))
}
