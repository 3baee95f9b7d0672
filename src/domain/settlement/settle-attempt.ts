import { adaptiveDelivery } from '../assembly/adaptive/adaptive-run.ts'
import type { Blueprint } from '../assembly/blueprint.ts'
import { latestResponses } from '../delivery/answers.ts'
import type { Flag } from '../forensics/flag.ts'
import { examineAttempt } from '../forensics/indicators.ts'
import { type CohortTest, withoutSuperseded } from '../forensics/supersede-flags.ts'
import { weightOfEvidence } from '../forensics/weigh.ts'
import { amendedKeys } from '../measurement/key-amendment.ts'
import { scoreAttempt } from '../measurement/score-attempt.ts'
import type { Scores } from '../measurement/scores.ts'
import { type AttemptHistory, furtherFacts } from '../policy/attempt-history.ts'
import { evaluatePolicy } from '../policy/evaluate-policy.ts'
import type { PolicyFacts } from '../policy/facts.ts'
import type { PolicyDocument, PolicyOutcome } from '../policy/policy.ts'
import { type AppealState, isAdverse } from '../review/appeal.ts'
import type { Finding } from '../review/decision.ts'
import { type AttemptEvidence, countedItems, recordOf } from './attempt-evidence.ts'

/** Everything that decides about one closed attempt; equal inputs give equal settlements. */
export interface SettlementInput extends AttemptEvidence {
  readonly blueprint: Blueprint
  readonly accommodated: boolean
  /** What comparing the attempts of the exam with each other found about this one. */
  readonly cohortFlags: readonly Flag[]
  /** What each test of that comparison said of this attempt; none before the exam was compared. */
  readonly cohortTests: readonly CohortTest[]
  readonly policy: PolicyDocument
  /** Weight of evidence from which a case opens, by the exam's rules. */
  readonly caseOpensAt: number
  /** The attempt's case so far; null while there is none. */
  readonly reviewCase: {
    /** What holds: on appeal, where that was decided. */
    readonly finding: Finding | null
    /** Absent where it was opened on evidence. */
    readonly origin?: 'sample'
    /** Absent where nobody appealed. */
    readonly appeal?: AppealState
  } | null
  readonly post: string | null
  readonly rank: string
  readonly simulated: boolean
  /** Absent where the exam is no re-test of an earlier one. */
  readonly verifies?: true
  /** What had been before; only where the policy asks for it. */
  readonly history?: AttemptHistory
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
  const { accommodated, cohortFlags, cohortTests } = input
  const record = recordOf(input, { theta: scores.overall.theta, accommodated })
  const flags = [...withoutSuperseded(examineAttempt(record), cohortTests), ...cohortFlags]
  const weight = weightOfEvidence(flags)
  const opensCase = mayOpen(input.reviewCase) && weight >= input.caseOpensAt
  const facts = factsOf(input, scores, { flags, opensCase })
  return { scores, flags, weight, opensCase, facts, outcome: evaluatePolicy(input.policy, facts) }
}

/** Whether evidence opens a case: where there is none, or one by lot that nobody has decided. */
function mayOpen(reviewCase: SettlementInput['reviewCase']): boolean {
  return reviewCase === null || (reviewCase.origin === 'sample' && reviewCase.finding === null)
}

/**
 * The case as rules see it. One by lot is none until auditors found something: being drawn must
 * neither hold nor change an award.
 */
function caseInFacts(reviewCase: SettlementInput['reviewCase']): SettlementInput['reviewCase'] {
  const isNothing = (finding: Finding | null) =>
    finding === null || finding === 'cleared' || finding === 'inconclusive'
  return reviewCase?.origin === 'sample' && isNothing(reviewCase.finding) ? null : reviewCase
}

function factsOf(
  input: SettlementInput,
  scores: Scores,
  evidence: { readonly flags: readonly Flag[]; readonly opensCase: boolean },
): PolicyFacts {
  const { overall, competencies } = scores
  const level = overall.levels.find((one) => one.level === overall.level)
  const reviewCase = caseInFacts(input.reviewCase)
  const finding = reviewCase?.finding ?? null
  const appeal = reviewCase?.appeal ?? 'none'
  // An adverse finding has no effect while it is appealed against.
  const isSuspended = appeal === 'open' && finding !== null && isAdverse(finding)
  const isUndecided = reviewCase !== null && finding === null
  const isOpen = evidence.opensCase || isUndecided || isSuspended
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
    finding: isSuspended ? '' : (finding ?? ''),
    ...(appeal === 'none' ? {} : { appealState: appeal }),
    ...(input.verifies ? { verifies: true } : {}),
    flagCount: evidence.flags.length,
    ...furtherFacts(input.policy, evidence.flags, input.history),
    post: input.post ?? '',
    rank: input.rank,
    examProgram: input.bank.program,
    simulated: input.simulated,
    answeredShare: scores.overall.itemCount === 0 ? 0 : scores.answered / scores.overall.itemCount,
  }
}
