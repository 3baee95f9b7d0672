import { type Static, Type } from 'typebox'

/** What a policy speaks of: one attempt, a person in a cycle, or a unit's branch in a cycle. */
export const POLICY_SUBJECTS = ['attempt', 'person', 'unit'] as const
export const PolicySubject = Type.Enum([...POLICY_SUBJECTS])
export type PolicySubject = Static<typeof PolicySubject>
