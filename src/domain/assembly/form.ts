import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** One item's place on a form, and the order in which its options (and prompts) appear. */
export const FormItem = Type.Object(
  { item: Type.String(), options: Type.Array(Type.String()), prompts: Type.Array(Type.String()) },
  closed,
)
export type FormItem = Static<typeof FormItem>

const Comparison = Type.Object(
  {
    value: Type.Number(),
    target: Type.Number(),
    tolerance: Type.Number(),
    within: Type.Boolean(),
  },
  closed,
)

/** Proof that a form is equivalent to its siblings; recomputable from form, bank, blueprint. */
export const ParityCertificate = Type.Object(
  {
    expectedScore: Comparison,
    informationAtCut: Comparison,
    expectedSeconds: Comparison,
    /** How many draws were made until one lay within tolerance, or the limit was reached. */
    draws: Type.Integer({ minimum: 1 }),
    equivalent: Type.Boolean(),
  },
  closed,
)
export type ParityCertificate = Static<typeof ParityCertificate>

/** The items and option orders one candidate gets; fixed by bank, blueprint and seed. */
export const Form = Type.Object(
  {
    items: Type.Array(FormItem, { minItems: 1 }),
    certificate: ParityCertificate,
    /** SHA-256 of the canonical JSON of `items`. */
    digest: Type.String(),
  },
  closed,
)
export type Form = Static<typeof Form>
