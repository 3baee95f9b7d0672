import { type Static, Type } from 'typebox'
import { KeyChange } from '../measurement/key-amendment.ts'

const closed = { additionalProperties: false } as const
const Id = Type.String({ format: 'uuid' })
const Time = Type.String({ format: 'date-time' })

/** A key said to be wrong, by whom and why. */
export const AmendmentInput = Type.Object(
  {
    itemId: Type.String({ minLength: 1, maxLength: 64 }),
    change: KeyChange,
    reason: Type.String({ minLength: 10, maxLength: 2000 }),
  },
  closed,
)
export type AmendmentInput = Static<typeof AmendmentInput>

/** A second person's answer to it. */
export const AmendmentVerdict = Type.Object(
  { approved: Type.Boolean(), note: Type.String({ maxLength: 2000 }) },
  closed,
)
export type AmendmentVerdict = Static<typeof AmendmentVerdict>

/** One amendment of an exam with where it stands. */
export const AmendmentRow = Type.Object(
  {
    amendmentId: Id,
    number: Type.Integer({ minimum: 1 }),
    itemId: Type.String(),
    change: KeyChange,
    reason: Type.String(),
    proposedBy: Type.String(),
    proposedAt: Time,
    state: Type.Enum(['proposed', 'approved', 'rejected']),
    decidedBy: Type.Union([Type.String(), Type.Null()]),
    decidedAt: Type.Union([Time, Type.Null()]),
    note: Type.String(),
  },
  closed,
)
export type AmendmentRow = Static<typeof AmendmentRow>

/** What an amendment would do, or did, to the closed attempts that had the item. */
export const AmendmentEffect = Type.Object(
  {
    /** Closed attempts with the item on their form. */
    attempts: Type.Integer(),
    /** Of these, answers that become right, become wrong, or no longer count. */
    becomeRight: Type.Integer(),
    becomeWrong: Type.Integer(),
    notCounted: Type.Integer(),
    /** Candidates who then pass, or no longer do. */
    nowPass: Type.Integer(),
    nowFail: Type.Integer(),
  },
  closed,
)
export type AmendmentEffect = Static<typeof AmendmentEffect>
