import { type Static, Type } from 'typebox'
import { CognitiveLevel } from '../bank/item.ts'

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

/** Why an adaptive form takes no further item. */
export const ADAPTIVE_ENDINGS = ['precision', 'length', 'no-items-left'] as const
export type AdaptiveEnding = (typeof ADAPTIVE_ENDINGS)[number]

/** What an adaptive form came to; recomputable from bank, blueprint, seed and answers. */
export const AdaptiveCertificate = Type.Object(
  {
    kind: Type.Literal('adaptive'),
    /** Items the candidate is done with; a form may hold one more. */
    items: Type.Integer({ minimum: 0 }),
    standardError: Type.Object(
      { value: Type.Number(), target: Type.Number(), within: Type.Boolean() },
      closed,
    ),
    /** Null while it goes on, or when the candidate or the deadline ended it. */
    ended: Type.Union([Type.Enum([...ADAPTIVE_ENDINGS]), Type.Null()]),
    /** Items per cell of the blueprint, and how many its share of the length would be. */
    cells: Type.Array(
      Type.Object(
        {
          competency: Type.String(),
          level: CognitiveLevel,
          given: Type.Integer(),
          aimed: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type AdaptiveCertificate = Static<typeof AdaptiveCertificate>

/** The items and option orders one candidate gets; fixed by bank, blueprint and seed. */
export const LinearForm = Type.Object(
  {
    items: Type.Array(FormItem, { minItems: 1 }),
    certificate: ParityCertificate,
    /** SHA-256 of the canonical JSON of `items`. */
    digest: Type.String(),
  },
  closed,
)
export type LinearForm = Static<typeof LinearForm>

/** A form whose items follow from the answers before them: it grows while it is taken. */
export const AdaptiveForm = Type.Object(
  { ...LinearForm.properties, certificate: AdaptiveCertificate },
  closed,
)
export type AdaptiveForm = Static<typeof AdaptiveForm>

export const FormCertificate = Type.Union([ParityCertificate, AdaptiveCertificate])
export type FormCertificate = Static<typeof FormCertificate>

export const Form = Type.Union([LinearForm, AdaptiveForm])
export type Form = Static<typeof Form>

export function isAdaptive(form: Form): form is AdaptiveForm {
  return 'kind' in form.certificate
}
