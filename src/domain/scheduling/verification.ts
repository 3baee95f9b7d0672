import { type Static, Type } from 'typebox'

/** Least share drawn by lot: being called to a re-test must say nothing about a person. */
const LEAST_SHARE = 0.05

/** An earlier exam that a re-test verifies, and the share of its candidates drawn by lot. */
export const Verification = Type.Object(
  {
    examId: Type.String({ format: 'uuid' }),
    share: Type.Number({ minimum: LEAST_SHARE, maximum: 1 }),
  },
  { additionalProperties: false },
)
export type Verification = Static<typeof Verification>
