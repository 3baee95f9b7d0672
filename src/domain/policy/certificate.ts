import { type Static, Type } from 'typebox'
import { digestOf } from '../digest.ts'
import { LocalizedText } from '../text.ts'
import type { CertificateState } from './award-views.ts'
import type { StatedAward } from './awards.ts'
import { monthsAfter } from './credit-cycles.ts'

const closed = { additionalProperties: false } as const

/** What a certificate says; it is kept as it was issued, and never changes. */
export const CertificateContent = Type.Object(
  {
    holder: Type.String(),
    /** The exam, or the policy it follows from. */
    title: LocalizedText,
    program: Type.String(),
    level: Type.Union([
      Type.Object({ id: Type.String(), name: LocalizedText }, closed),
      Type.Null(),
    ]),
    /** To three decimals; null where no exam stands behind it. */
    passProbability: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    /** What had to be met, by the deciding rules of the policy. */
    criteria: LocalizedText,
    issuer: LocalizedText,
    policyVersionId: Type.String(),
    simulated: Type.Boolean(),
  },
  closed,
)
export type CertificateContent = Static<typeof CertificateContent>

/** How a certificate stands by its events; whether it has expired is a matter of the clock. */
export type IssuedState = Exclude<CertificateState, 'expired'>

/** The latest certificate of one origin. */
export interface StandingCertificate {
  readonly id: string
  /** Among those of its origin, from 1. */
  readonly number: number
  readonly state: IssuedState
  readonly content: CertificateContent
  /** Milliseconds since 1970; null: without end. */
  readonly validUntilMs: number | null
}

/** What becomes of the certificates of one origin. */
export interface CertificateChange {
  /** The one there is, and what it becomes. */
  readonly change: { readonly id: string; readonly to: IssuedState } | null
  /** One to be issued, valid from now on. */
  readonly issue: {
    readonly number: number
    readonly content: CertificateContent
    readonly validUntilMs: number | null
  } | null
}

/**
 * Suspended while the award is held, valid again when it is released, revoked for good when it is
 * lost. What a certificate says always agrees with the result that counts: another level or
 * probability revokes it and issues a new one; so does a restored award.
 */
export function certificateChange(given: {
  readonly standing: StandingCertificate | null
  readonly awards: readonly StatedAward[]
  readonly content: CertificateContent
  readonly earnedMs: number
}): CertificateChange {
  const { standing, content, earnedMs } = given
  const stated = given.awards.find(({ award }) => award.kind === 'certificate')
  const current = standing?.state === 'revoked' ? null : standing
  const to = (state: IssuedState) =>
    current && current.state !== state ? { id: current.id, to: state } : null
  if (stated?.state === 'held') return { change: to('suspended'), issue: null }
  if (stated?.state !== 'granted') return { change: to('revoked'), issue: null }
  const months = stated.award.kind === 'certificate' ? stated.award.validMonths : undefined
  const validUntilMs = months === undefined ? null : monthsAfter(earnedMs, months)
  const isSame =
    current !== null &&
    current.validUntilMs === validUntilMs &&
    digestOf(current.content) === digestOf(content)
  if (isSame) return { change: to('valid'), issue: null }
  const issue = { number: (standing?.number ?? 0) + 1, content, validUntilMs }
  return { change: to('revoked'), issue }
}

/** How a certificate stands at a moment: one past its last day is expired unless it was revoked. */
export function stateAt(
  { state, validUntilMs }: Pick<StandingCertificate, 'state' | 'validUntilMs'>,
  nowMs: number,
): CertificateState {
  const isOver = validUntilMs !== null && validUntilMs <= nowMs
  return isOver && state !== 'revoked' ? 'expired' : state
}

/** Probabilities to three decimals: what nobody can tell apart is the same certificate. */
export function statedProbability(probability: number): number {
  return Math.round(probability * 1000) / 1000
}
