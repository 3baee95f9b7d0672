import { compareText, type LocalizedText } from '../text.ts'
import { BUILT_IN_RULES, type BuiltInRule } from './built-in-rules.ts'
import type { PolicyFacts } from './facts.ts'
import type { Award, OutcomeEffect, PolicyDocument, PolicyOutcome, PolicyRule } from './policy.ts'
import { compileCondition, contextOf } from './rule-language.ts'

interface Deciding {
  readonly id: string
  readonly reason: LocalizedText
}

/**
 * What a policy says about one settled attempt. Nothing is granted unless a rule grants it; any
 * withholding rule wins; an open case, a re-test and a broken withholding rule hold. Never
 * throws: a rule that fails is skipped and reported. The order of rules means nothing.
 */
export function evaluatePolicy(document: PolicyDocument, facts: PolicyFacts): PolicyOutcome {
  const { matching, broken } = applyRules(document.rules, facts)
  const granting = matching.filter(({ effect }) => effect === 'grant')
  const withholding: readonly Deciding[] = [
    ...(facts.finding === 'invalidated' ? [builtIn('probity:invalidated')] : []),
    ...matching.filter(({ effect }) => effect === 'withhold'),
  ]
  const holding = holdsOn(facts, broken)
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

interface BrokenRule {
  readonly rule: PolicyRule
  readonly message: string
}

function applyRules(
  rules: readonly PolicyRule[],
  facts: PolicyFacts,
): { matching: PolicyRule[]; broken: BrokenRule[] } {
  const matching: PolicyRule[] = []
  const broken: BrokenRule[] = []
  for (const rule of rules) {
    const { fault, holds } = compileCondition(rule.when)
    if (fault) {
      broken.push({ rule, message: fault.message })
      continue
    }
    try {
      if (holds(contextOf(facts))) matching.push(rule)
    } catch (error) {
      broken.push({ rule, message: messageOf(error) })
    }
  }
  return { matching, broken }
}

function holdsOn(facts: PolicyFacts, broken: readonly BrokenRule[]): Deciding[] {
  const holding: Deciding[] = []
  if (facts.caseState === 'open') holding.push(builtIn('probity:case-open'))
  if (facts.finding === 're-test') holding.push(builtIn('probity:re-test'))
  if (broken.some(({ rule }) => rule.effect === 'withhold')) {
    holding.push(builtIn('probity:broken-rule'))
  }
  return holding
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
    const larger =
      known?.kind === 'credits' && award.kind === 'credits' && known.amount >= award.amount
    if (!larger) awards.set(key, award)
  }
  return [...awards.entries()]
    .sort(([left], [right]) => compareText(left, right))
    .map(([, it]) => it)
}

/** Which award it is, whatever its amount. */
export function awardKey(award: Award): string {
  return award.kind === 'eligibility' ? `eligibility:${award.of}` : award.kind
}

function messageOf(error: unknown): string {
  const { summary } = (error ?? {}) as { summary?: unknown }
  if (typeof summary === 'string') return summary
  return error instanceof Error ? error.message : String(error)
}
