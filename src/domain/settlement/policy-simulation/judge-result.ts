import { compareOutcomes, grantedBy, isDuty } from '../../policy/compare-outcomes.ts'
import { evaluatePolicy } from '../../policy/evaluate-policy.ts'
import type { PolicyFacts } from '../../policy/facts.ts'
import type { Award, PolicyDocument, PolicyOutcome, SubjectFacts } from '../../policy/policy.ts'
import { compileCondition, contextOf } from '../../policy/rule-language.ts'
import type { PolicySubject } from '../../policy/subject.ts'
import { DEVIATES, type Measured, measureAgain } from './measure-again.ts'

/** A past result, or a person or unit in a cycle, and the rules it went by. */
export interface PastResult {
  readonly facts: SubjectFacts
  readonly against: PolicyDocument
  /** The facts under those rules, where their terms count differently; left out: the same. */
  readonly factsBefore?: SubjectFacts
  /** Null for what was not measured. */
  readonly measured: Measured | null
}

/** What new rules would mean for one past result. */
export interface JudgedResult {
  readonly before: PolicyOutcome
  readonly after: PolicyOutcome
  readonly gained: readonly string[]
  readonly lost: readonly string[]
  readonly grantedBefore: ReadonlyMap<string, Award>
  readonly grantedAfter: ReadonlyMap<string, Award>
  /** Rules of the new document that hold, decide or not. */
  readonly held: readonly string[]
  /** Were it measured again: shares of gaining, losing, anything granted, another new outcome. */
  readonly again: {
    readonly gains: number
    readonly loses: number
    readonly granted: number
    readonly other: number
  } | null
}

/** One past result under the rules it went by and under new ones. */
export function judgeResult(document: PolicyDocument, result: PastResult): JudgedResult {
  const { facts, against, measured } = result
  const before = evaluatePolicy(against, result.factsBefore ?? facts)
  const after = evaluatePolicy(document, facts)
  return {
    before,
    after,
    ...compareOutcomes(before, after),
    grantedBefore: grantedBy(before),
    grantedAfter: grantedBy(after),
    held: heldRules(document, facts),
    again: measured && judgeAgain(document, { ...result, measured }, after),
  }
}

function heldRules(document: PolicyDocument, facts: SubjectFacts): string[] {
  const subject: PolicySubject = document.subject ?? 'attempt'
  const context = contextOf(facts, subject)
  return document.rules.flatMap(({ id, when }) => {
    const { holds } = compileCondition(when, subject)
    try {
      return holds?.(context) ? [id] : []
    } catch {
      // It is among the outcome's errors, which are counted.
      return []
    }
  })
}

function judgeAgain(
  document: PolicyDocument,
  { facts, against, measured }: PastResult & { readonly measured: Measured },
  after: PolicyOutcome,
): JudgedResult['again'] {
  const counts = { gains: 0, loses: 0, granted: 0, other: 0 }
  for (const deviate of DEVIATES) {
    const moved = measureAgain(facts as PolicyFacts, measured, deviate)
    const now = evaluatePolicy(document, moved)
    const { gained, lost } = compareOutcomes(evaluatePolicy(against, moved), now)
    const different = compareOutcomes(after, now)
    const isOther =
      now.effect !== after.effect || different.gained.length + different.lost.length > 0
    counts.gains += gained.length > 0 ? 1 : 0
    counts.loses += lost.length > 0 ? 1 : 0
    counts.granted += [...grantedBy(now).values()].some((award) => !isDuty(award)) ? 1 : 0
    counts.other += isOther ? 1 : 0
  }
  const share = (count: number) => count / DEVIATES.length
  return {
    gains: share(counts.gains),
    loses: share(counts.loses),
    granted: share(counts.granted),
    other: share(counts.other),
  }
}
