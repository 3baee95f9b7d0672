import { type Static, Type } from 'typebox'

/**
 * What brings an attempt before auditors, decided before an exam is published and told to its
 * candidates before they start.
 */
export const ReviewRules = Type.Object(
  {
    /** Weight of evidence (bans) from which a case opens; 1 is ten to one. */
    opensAt: Type.Number({ minimum: 0.5, maximum: 3 }),
    /** Share of the attempts without a case that are looked at by chance once all are closed. */
    sampleShare: Type.Number({ minimum: 0, maximum: 0.5 }),
  },
  { additionalProperties: false },
)
export type ReviewRules = Static<typeof ReviewRules>

export const DEFAULT_REVIEW_RULES: ReviewRules = { opensAt: 1, sampleShare: 0.02 }
