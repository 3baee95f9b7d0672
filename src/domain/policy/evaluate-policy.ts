import { canonicalJson } from '../digest.ts'
import { compareText, type LocalizedText } from '../text.ts'
import { BUILT_IN_RULES, type BuiltInRule } from './built-in-rules.ts'
import type { PolicyFacts } from './facts.ts'
import {
  type Award,
  type OutcomeEffect,
  type PolicyDocument,
  type PolicyOutcome,
  type PolicyRule,
  type SubjectFacts,
  subjectOf,
} from './policy.ts'
import { compileCondition, contextOf } from './rule-language.ts'
import type { PersonFacts } from './standing-facts.ts'
import type { PolicySubject } from './subject.ts'

interface Deciding {
  readonly id: string
  readonly reason: LocalizedText
}

/**
 * What a policy says about one settled attempt, or one person or unit in a cycle: the facts are
 * those of the document's subject. Nothing is granted unless a rule grants it; any withholding
 * rule wins; an open case, a re-test and a broken withholding rule hold. Never throws: a rule that
 * fails is skipped and reported. The order of rules means nothing.
 */
export function evaluatePolicy(document: PolicyDocument, facts: SubjectFacts): PolicyOutcome {
  const subject = subjectOf(document)
  const { matching, broken } = applyRules(document.rules, facts, subject)
  const granting = matching.filter(({ effect }) => effect === 'grant')
  const withholding: readonly Deciding[] = [
    ...(isInvalidated(facts, subject) ? [builtIn('probity:invalidated')] : []),
    ...(isVerification(facts, subject) ? [builtIn('probity:verification')] : []),
    ...matching.filter(({ effect }) => effect === 'withhold'),
  ]
  const holding = holdsOn(facts, subject, broken)
  const [effect, deciding] = firstThatDecides([
    ['withhold', withholding],
    ['hold', holding],
    ['grant', granting],
  ])
  const sorted = [...deciding].sort((left, right) => compareText(left.id, right.id))
  return {
    effect,
    decidedBy: sorted.map(({ id }) => id),
    awards: awardsOf(granting),
    reasons: sorted.map(({ reason }) => reason),
    errors: broken
      .map(({ rule, message }) => ({ rule: rule.id, message }))
      .sort((left, right) => compareText(left.rule, right.rule)),
  }
}

function isInvalidated(facts: SubjectFacts, subject: PolicySubject): boolean {
  return subject === 'attempt' && (facts as PolicyFacts).finding === 'invalidated'
}

function isVerification(facts: SubjectFacts, subject: PolicySubject): boolean {
  return subject === 'attempt' && (facts as PolicyFacts).verifies === true
}

interface BrokenRule {
  readonly rule: PolicyRule
  readonly message: string
}

function applyRules(
  rules: readonly PolicyRule[],
  facts: SubjectFacts,
  subject: PolicySubject,
): { matching: PolicyRule[]; broken: BrokenRule[] } {
  const matching: PolicyRule[] = []
  const broken: BrokenRule[] = []
  const context = contextOf(facts, subject)
  for (const rule of rules) {
    const { fault, holds } = compileCondition(rule.when, subject)
    if (fault) {
      broken.push({ rule, message: fault.message })
      continue
    }
    try {
      if (holds(context)) matching.push(rule)
    } catch (error) {
      broken.push({ rule, message: messageOf(error) })
    }
  }
  return { matching, broken }
}

function holdsOn(
  facts: SubjectFacts,
  subject: PolicySubject,
  broken: readonly BrokenRule[],
): Deciding[] {
  const isBroken = broken.some(({ rule }) => rule.effect === 'withhold')
  return [
    ...(subject === 'attempt' ? holdsOnAttempt(facts as PolicyFacts) : []),
    // What is under review may yet count: nothing is given or asked of the person until then.
    ...(subject === 'person' && (facts as PersonFacts).openCases > 0
      ? [builtIn('probity:case-open')]
      : []),
    ...(isBroken ? [builtIn('probity:broken-rule')] : []),
  ]
}

function holdsOnAttempt({ caseState, appealState, finding }: PolicyFacts): Deciding[] {
  const onAppeal = appealState === 'open'
  return [
    ...(caseState === 'open'
      ? [builtIn(onAppeal ? 'probity:appeal-open' : 'probity:case-open')]
      : []),
    ...(finding === 're-test' ? [builtIn('probity:re-test')] : []),
  ]
}

function firstThatDecides(
  effects: readonly (readonly [OutcomeEffect, readonly Deciding[]])[],
): readonly [OutcomeEffect, readonly Deciding[]] {
  const decided = effects.find(([, deciding]) => deciding.length > 0)
  return decided ?? ['withhold', [builtIn('probity:default')]]
}

function builtIn(id: BuiltInRule): Deciding {
  return { id, reason: BUILT_IN_RULES[id].reason }
}

/** Each award once, sorted. Of several amounts of credits the largest counts, never the sum. */
function awardsOf(granting: readonly PolicyRule[]): Award[] {
  const awards = new Map<string, Award>()
  for (const { award } of granting) {
    if (!award) continue
    const key = awardKey(award)
    const known = awards.get(key)
    if (!known || outdoes(award, known)) awards.set(key, award)
  }
  return [...awards.entries()]
    .sort(([left], [right]) => compareText(left, right))
    .map(([, it]) => it)
}

/** Of one award said twice: what is worth more; else one of the two, whatever the order of rules. */
function outdoes(award: Award, known: Award): boolean {
  const more = worthOf(award) - worthOf(known)
  return more === 0 ? canonicalJson(award) > canonicalJson(known) : more > 0
}

/** Longer than any term that can be written. */
const WITHOUT_END = 10_000

/** Compares awards of one key: more credits, longer valid; tasks by how much time they leave. */
export function worthOf(award: Award): number {
  switch (award.kind) {
    case 'credits':
      return award.amount + (award.expires === 'year' ? 0 : 0.5)
    case 'certificate':
    case 'eligibility':
      return award.validMonths ?? WITHOUT_END
    case 'talk':
    case 'retraining':
      return award.dueDays ?? 0
  }
}

/** Which award it is, whatever its amount. */
export function awardKey(award: Award): string {
  if (award.kind === 'eligibility') return `eligibility:${award.of}`
  if (award.kind === 'retraining' && award.competency) return `retraining:${award.competency}`
  return award.kind
}

function messageOf(error: unknown): string {
  const { summary } = (error ?? {}) as { summary?: unknown }
  if (typeof summary === 'string') return summary
  return error instanceof Error ? error.message : String(error)
}
