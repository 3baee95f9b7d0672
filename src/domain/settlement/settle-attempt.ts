import type { Blueprint } from '../assembly/blueprint.ts'
import type { Form } from '../assembly/form.ts'
import type { Bank } from '../bank/bank.ts'
import { indexOf } from '../bank/bank-index.ts'
import type { Item, TimeParameters } from '../bank/item.ts'
import { latestResponses } from '../delivery/answers.ts'
import type { KeptEntry } from '../delivery/journal.ts'
import type { Flag } from '../forensics/flag.ts'
import { examineAttempt } from '../forensics/indicators.ts'
import { type ExaminedItem, recordAttempt } from '../forensics/record-attempt.ts'
import { CASE_OPENS_AT, weightOfEvidence } from '../forensics/weigh.ts'
import {
  expectedSeconds,
  parametersOf,
  SPEED_DEVIATION_PRIOR,
  timeParametersOf,
} from '../measurement/item-parameters.ts'
import { scoreAttempt } from '../measurement/score-attempt.ts'
import type { Scores } from '../measurement/scores.ts'
import { evaluatePolicy } from '../policy/evaluate-policy.ts'
import type { PolicyFacts } from '../policy/facts.ts'
import type { PolicyDocument, PolicyOutcome } from '../policy/policy.ts'
import type { Finding } from '../review/decision.ts'

/** Item times estimated from the exam's own attempts. */
export interface TimeCalibration {
  readonly speedDeviation: number
  /** By bank item id; items without enough times are missing. */
  readonly items: Readonly<Record<string, TimeParameters>>
}

/** Everything that decides about one closed attempt; equal inputs give equal settlements. */
export interface SettlementInput {
  readonly bank: Bank
  readonly blueprint: Blueprint
  readonly form: Form
  /** The journal in the bank's terms. */
  readonly entries: readonly KeptEntry[]
  readonly startedAt: Date
  readonly closedAt: Date
  readonly calibration: TimeCalibration | null
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
  const items = itemsOf(input.form, input.bank)
  const scores = scoreAttempt({
    items,
    responses: latestResponses(input.entries),
    levels: input.blueprint.levels,
    passingLevel: input.blueprint.passingLevel,
  })
  const flags = examineAttempt(
    recordAttempt({
      entries: input.entries,
      items: examinedItems(input),
      startedAt: input.startedAt,
      closedAt: input.closedAt,
      theta: scores.overall.theta,
      speedDeviation: input.calibration?.speedDeviation ?? SPEED_DEVIATION_PRIOR,
      timesCalibrated: input.calibration !== null,
      accommodated: input.accommodated,
    }),
  )
  const weight = weightOfEvidence(flags)
  const opensCase = input.reviewCase === null && weight >= CASE_OPENS_AT
  const facts = factsOf(input, scores, { flagCount: flags.length, opensCase })
  return { scores, flags, weight, opensCase, facts, outcome: evaluatePolicy(input.policy, facts) }
}

/** The items of a form in their order. @throws Error when form and bank do not belong together */
export function itemsOf(form: Form, bank: Bank): Item[] {
  const known = indexOf(bank).items
  return form.items.map((placed) => {
    const item = known.get(placed.item)
    if (!item) throw new Error(`the bank has no item ${placed.item}`)
    return item
  })
}

/** The form's items with the times they are expected to take, calibrated where they can be. */
export function examinedItems(
  input: Pick<SettlementInput, 'form' | 'bank' | 'calibration'>,
): ExaminedItem[] {
  const stimuli = indexOf(input.bank).stimuli
  const read = new Set<string>()
  return itemsOf(input.form, input.bank).map((item, index) => {
    const isFirst = item.stimulus !== undefined && !read.has(item.stimulus)
    if (item.stimulus !== undefined) read.add(item.stimulus)
    const stimulus = isFirst ? stimuli.get(item.stimulus ?? '')?.text : undefined
    const timeParameters = input.calibration?.items[item.id] ?? timeParametersOf(item, stimulus)
    return {
      item,
      position: index + 1,
      expectedSeconds: expectedSeconds(timeParameters),
      timeParameters,
      parameters: parametersOf(item).values,
    }
  })
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
    answeredShare: input.form.items.length === 0 ? 0 : scores.answered / input.form.items.length,
  }
}
