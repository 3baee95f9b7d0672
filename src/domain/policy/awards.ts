import { type Static, Type } from 'typebox'
import { awardKey } from './evaluate-policy.ts'
import { Award, type OutcomeEffect, type PolicyOutcome } from './policy.ts'

export const AWARD_STATES = ['granted', 'held', 'withheld', 'revoked'] as const
export const AwardState = Type.Enum(AWARD_STATES)
export type AwardState = (typeof AWARD_STATES)[number]

/** An award with what became of it. */
export const StatedAward = Type.Object(
  { award: Award, state: AwardState },
  { additionalProperties: false },
)
export type StatedAward = Static<typeof StatedAward>

const STATE_BY_EFFECT: Readonly<Record<OutcomeEffect, AwardState>> = {
  grant: 'granted',
  hold: 'held',
  withhold: 'withheld',
}

/**
 * The awards that follow from an outcome. One that was granted before and is no longer is
 * `revoked`, or `held` while the outcome holds; it never just disappears.
 */
export function awardsFrom(
  outcome: PolicyOutcome,
  previous: readonly StatedAward[] = [],
): StatedAward[] {
  const { effect } = outcome
  const had = new Map(previous.map((stated) => [awardKey(stated.award), stated]))
  const now = outcome.awards.map((award): StatedAward => {
    const before = had.get(awardKey(award))?.state
    return { award, state: stateAfter(before, STATE_BY_EFFECT[effect]) }
  })
  const named = new Set(outcome.awards.map(awardKey))
  const gone = previous.filter(({ award }) => !named.has(awardKey(award)))
  return [
    ...now,
    ...gone.map(({ award, state }) => ({ award, state: STATE_WITHOUT_RULE[effect][state] })),
  ]
}

/** No rule gives the award any more: what was granted is taken back, the rest stays on record. */
const STATE_WITHOUT_RULE: Readonly<
  Record<OutcomeEffect, Readonly<Record<AwardState, AwardState>>>
> = {
  hold: { granted: 'held', held: 'held', withheld: 'withheld', revoked: 'revoked' },
  grant: { granted: 'revoked', held: 'withheld', withheld: 'withheld', revoked: 'revoked' },
  withhold: { granted: 'revoked', held: 'withheld', withheld: 'withheld', revoked: 'revoked' },
}

function stateAfter(before: AwardState | undefined, now: AwardState): AwardState {
  const lost = now === 'withheld' && (before === 'granted' || before === 'revoked')
  return lost ? 'revoked' : now
}
