import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
/** A person's name; null for those outside the branches the reader covers. */
const Name = Type.Union([Type.String(), Type.Null()])
const Ids = Type.Array(Type.String())

/** Why exams on a bank version may be published. */
export const BankApproval = Type.Object(
  {
    /**
     * `approved` by a second person, `released` from the workshop, or `in-use` by a published
     * exam before approvals were asked for.
     */
    kind: Type.Enum(['approved', 'released', 'in-use']),
    by: Name,
    at: Type.String({ format: 'date-time' }),
    note: Type.String(),
  },
  closed,
)
export type BankApproval = Static<typeof BankApproval>

/** What somebody who approves a bank version vouches for. */
export const BankVersionChanges = Type.Object(
  {
    digest: Type.String(),
    itemCount: Type.Integer(),
    /** What the check of the bank remarks, short of errors. */
    warnings: Type.Integer(),
    notes: Type.Integer(),
    /** The last approved version before it, which the rest compares with; null for none. */
    comparedWith: Type.Union([Type.Integer(), Type.Null()]),
    added: Ids,
    removed: Ids,
    changed: Ids,
    /** Whether title, competencies, posts or stimuli differ. */
    frameChanged: Type.Boolean(),
  },
  closed,
)
export type BankVersionChanges = Static<typeof BankVersionChanges>
