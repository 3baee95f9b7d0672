import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const

/** Whether a bank can give one form of a blueprint; if not, why, and what would help. */
export const ConflictView = Type.Object(
  {
    outcome: Type.Enum(['assembled', 'infeasible', 'undecided']),
    /** Whether every one of the demands is needed for the conflict. */
    minimal: Type.Boolean(),
    /** Demands that cannot all be met. */
    demands: Type.Array(Type.Object({ pointer: Type.String(), message: LocalizedText }, closed)),
    /** Smallest changes after which a form exists; tried out where `verified`. */
    repairs: Type.Array(Type.Object({ message: LocalizedText, verified: Type.Boolean() }, closed)),
  },
  closed,
)
export type ConflictView = Static<typeof ConflictView>
