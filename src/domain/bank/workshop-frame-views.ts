import { type Static, Type } from 'typebox'
import type { BankFrame } from './compose-bank.ts'

const closed = { additionalProperties: false } as const
const Time = Type.String({ format: 'date-time' })
/** A person's name; null for those outside the branches the reader covers. */
const Name = Type.Union([Type.String(), Type.Null()])
const Revision = Type.Integer({ minimum: 1 })

/** Where a program's frame stands after what was asked. */
export const WorkshopFrameStanding = Type.Object(
  {
    program: Type.String(),
    revision: Revision,
    approvedRevision: Type.Union([Revision, Type.Null()]),
    /** Whether the latest revision was sent back, so that a new one must be proposed. */
    returned: Type.Boolean(),
  },
  closed,
)
export type WorkshopFrameStanding = Static<typeof WorkshopFrameStanding>

/** A program's frame with all its revisions, the oldest first. */
export const WorkshopFrameView = Type.Object(
  {
    ...WorkshopFrameStanding.properties,
    /** Whether the reader wrote at it since the last approval, and so may not approve it. */
    mine: Type.Boolean(),
    revisions: Type.Array(
      Type.Object(
        {
          revision: Revision,
          content: Type.Unsafe<BankFrame>(Type.Any()),
          author: Name,
          createdAt: Time,
          /** Null while nobody approved it. */
          approval: Type.Union([
            Type.Object({ approver: Name, note: Type.String(), approvedAt: Time }, closed),
            Type.Null(),
          ]),
          /** Null while nobody sent it back. */
          return: Type.Union([
            Type.Object({ returner: Name, note: Type.String(), returnedAt: Time }, closed),
            Type.Null(),
          ]),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type WorkshopFrameView = Static<typeof WorkshopFrameView>
