import { type Static, Type } from 'typebox'
import { LocalizedText } from '../text.ts'

const closed = { additionalProperties: false } as const

/**
 * Kinds of evidence. Behavior alone never goes beyond a look; the families are independent
 * by construction, so that corroboration means something. Person fit and effort only support.
 */
export const EVIDENCE_FAMILIES = [
  'behavior',
  'time',
  'effort',
  'similarity',
  'preknowledge',
  'changes',
  'identity',
  'person-fit',
] as const
export type EvidenceFamily = (typeof EVIDENCE_FAMILIES)[number]

/** An indicator past its threshold: evidence for a person to look at, never a verdict. */
export const Flag = Type.Object(
  {
    indicator: Type.String(),
    family: Type.Enum(EVIDENCE_FAMILIES),
    name: LocalizedText,
    /** One sentence: what was seen. */
    summary: LocalizedText,
    statistic: Type.Number(),
    threshold: Type.Number(),
    /** Probability of such a statistic in an honest attempt under the model, where there is one. */
    p: Type.Union([Type.Number(), Type.Null()]),
    /** False discovery rate at which it would still be a flag, over everybody in the exam. */
    q: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    /** Share of honest attempts this indicator flags, and how that figure was obtained. */
    falseFlagRate: Type.Object({ value: Type.Number(), basis: LocalizedText }, closed),
    /** How much it adds to the weight of evidence of a case. */
    weight: Type.Number({ minimum: 0 }),
    evidence: Type.Array(
      Type.Object(
        { itemId: Type.Union([Type.String(), Type.Null()]), text: LocalizedText },
        closed,
      ),
    ),
    innocentExplanations: Type.Array(LocalizedText, { minItems: 1 }),
  },
  closed,
)
export type Flag = Static<typeof Flag>
