import { adaptiveDelivery } from '../assembly/adaptive/adaptive-run.ts'
import type { Blueprint } from '../assembly/blueprint.ts'
import { latestResponses } from '../delivery/answers.ts'
import type { Flag } from '../forensics/flag.ts'
import { examineAttempt } from '../forensics/indicators.ts'
import { CASE_OPENS_AT, weightOfEvidence } from '../forensics/weigh.ts'
import { amendedKeys } from '../measurement/key-amendment.ts'
import { scoreAttempt } from '../measurement/score-attempt.ts'
import type { Scores } from '../measurement/scores.ts'
import { evaluatePolicy } from '../policy/evaluate-policy.ts'
import type { PolicyFacts } from '../policy/facts.ts'
import type { PolicyDocument, PolicyOutcome } from '../policy/policy.ts'
import type { Finding } from '../review/decision.ts'
import { type AttemptEvidence, countedItems, recordOf } from './attempt-evidence.ts'

/** Everything that decides about one closed attempt; equal inputs give equal settlements. */
export interface SettlementInput extends AttemptEvidence {
  readonly blueprint: Blueprint
  readonly accommodated: boolean
  readonly policy: PolicyDocument
  /** The attempt's case so far; null while there is none. */
  readonly reviewCase: { readonly finding: Finding | null } | null
  readonly post: string | null
  readonly rank: string
  readonly simulated: boolean
}

export interface Settled {
  readonly scores: Scores
  readonly flags: readonly Flag[]
  readonly weight: number
  /** Whether the flags weigh enough for auditors to look, where nobody does yet. */
  readonly opensCase: boolean
  readonly facts: PolicyFacts
  readonly outcome: PolicyOutcome
}

/** Scores -> flags -> case -> policy outcome for one attempt. */
export function settleAttempt(input: SettlementInput): Settled {
  const delivery = adaptiveDelivery(input.blueprint)
  const items = countedItems(input.form, input.bank)
  const scores = scoreAttempt({
    items,
    responses: latestResponses(input.entries),
    amended: amendedKeys(input.bank, input.amendments),
    levels: input.blueprint.levels,
    passingLevel: input.blueprint.passingLevel,
    ...(delivery ? { fewestItems: delivery.fewestItems } : {}),
  })
  const flags = examineAttempt(
    recordOf(input, { theta: scores.overall.theta, accommodated: input.accommodated }),
  )
  const weight = weightOfEvidence(flags)
  const opensCase = input.reviewCase === null && weight >= CASE_OPENS_AT
  const facts = factsOf(input, scores, { flagCount: flags.length, opensCase })
  return { scores, flags, weight, opensCase, facts, outcome: evaluatePolicy(input.policy, facts) }
}

function factsOf(
  input: SettlementInput,
  scores: Scores,
  evidence: { readonly flagCount: number; readonly opensCase: boolean },
): PolicyFacts {
  const { overall, competencies } = scores
  const level = overall.levels.find((one) => one.level === overall.level)
  const finding = input.reviewCase?.finding ?? null
  const isOpen = evidence.opensCase || (input.reviewCase !== null && finding === null)
  return {
    level: overall.level ?? '',
    levelProbability: level?.probability ?? 0,
    passed: scores.passed,
    passProbability: scores.passProbability,
    theta: overall.theta,
    standardError: overall.standardError,
    enoughEvidence: overall.enoughEvidence,
    competencies: Object.fromEntries(
      competencies.map(({ competency, estimate }) => [
        competency,
        {
          theta: estimate.theta,
          standardError: estimate.standardError,
          level: estimate.level ?? '',
          enoughEvidence: estimate.enoughEvidence,
        },
      ]),
    ),
    caseState: isOpen ? 'open' : finding === null ? 'none' : 'decided',
    finding: finding ?? '',
    flagCount: evidence.flagCount,
    post: input.post ?? '',
    rank: input.rank,
    examProgram: input.bank.program,
    simulated: input.simulated,
    answeredShare: scores.overall.itemCount === 0 ? 0 : scores.answered / scores.overall.itemCount,
  }
}
