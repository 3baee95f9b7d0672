import type { ASTNode } from '@marcbachmann/cel-js'
import { canonicalJson } from '../digest.ts'
import { type Case, casesOf } from './condition-cases.ts'
import { type Formula, formulaOf, neverFails } from './condition-formula.ts'
import { awardKey, evaluatePolicy } from './evaluate-policy.ts'
import { factsOfCase } from './facts-of-case.ts'
import { type PolicyDocument, type PolicyRule, type SubjectFacts, subjectOf } from './policy.ts'
import { compileCondition, nodesOf } from './rule-language.ts'
import type { PolicySubject } from './subject.ts'

/** What is certain about a rule, whatever the facts. */
export type RuleRemark =
  /** No facts make it true; `range`: the part that can't be. */
  | { readonly kind: 'never-fires'; readonly rule: string; readonly range: Range }
  /** True of every subject. */
  | { readonly kind: 'always-fires'; readonly rule: string; readonly range: Range }
  /** Whenever it would grant, `by` withholds or holds. */
  | { readonly kind: 'never-grants'; readonly rule: string; readonly by: readonly string[] }
  /** Both can grant the same award differently: `facts` are an example. */
  | {
      readonly kind: 'overlap'
      readonly rule: string
      readonly other: string
      readonly facts: SubjectFacts
    }

interface Range {
  readonly start: number
  readonly end: number
}

interface ParsedRule {
  readonly rule: PolicyRule
  readonly node: ASTNode
  readonly fires: Formula
  readonly quiet: Formula
}

/** Pairs of granting rules looked at; a document with more is looked at in part. */
const MOST_PAIRS = 2000

/**
 * What can be said of rules without any results: those that never or always hold, those that
 * another always overrides, and pairs that grant one award in two ways. Only what is certain is
 * said: the analysis over-estimates when a rule may hold, and overlaps are tried on facts.
 */
export function analyzeRules(document: PolicyDocument): RuleRemark[] {
  const subject = subjectOf(document)
  const rules = document.rules.flatMap((rule) => parsedRule(rule, subject))
  const always = knowledgeOf(subject)
  const alone = rules.map((rule) => ({ rule, remark: remarkOnOne(rule, always, subject) }))
  const firing = alone.filter(({ remark }) => remark?.kind !== 'never-fires').map((one) => one.rule)
  return [
    ...alone.flatMap(({ remark }) => remark ?? []),
    ...overridden(firing, always, subject),
    ...overlaps(document, firing, always),
  ]
}

function parsedRule(rule: PolicyRule, subject: PolicySubject): ParsedRule[] {
  const { reads } = compileCondition(rule.when, subject)
  if (!reads) return []
  const fires = formulaOf(reads, true, subject)
  return [{ rule, node: reads, fires, quiet: formulaOf(reads, false, subject) }]
}

function formulaOfText(text: string, subject: PolicySubject): Formula {
  const { reads } = compileCondition(text, subject)
  if (!reads) throw new Error(`no condition: ${text}`)
  return formulaOf(reads, true, subject)
}

/** What holds between facts by construction. */
function knowledgeOf(subject: PolicySubject): Formula[] {
  return subject === 'attempt'
    ? [formulaOfText('finding == "" || caseState == "decided"', subject)]
    : []
}

const isImpossible = (cases: readonly Case[] | null) => cases !== null && cases.length === 0

function remarkOnOne(
  { rule, node, fires, quiet }: ParsedRule,
  always: readonly Formula[],
  subject: PolicySubject,
): RuleRemark | null {
  if (isImpossible(casesOf([fires, ...always]))) {
    const range = impossiblePart(node, always, subject)
    return { kind: 'never-fires', rule: rule.id, range }
  }
  // Whoever writes just `true` means it.
  if (node.op === 'value') return null
  if (neverFails(nodesOf(node)) && isImpossible(casesOf([quiet, ...always]))) {
    const { start, end } = node
    return { kind: 'always-fires', rule: rule.id, range: { start, end } }
  }
  return null
}

/** The smallest part of a condition that can't be true, where the whole can't because of it. */
function impossiblePart(node: ASTNode, always: readonly Formula[], subject: PolicySubject): Range {
  if (node.op === '&&') {
    const part = node.args.find((one) =>
      isImpossible(casesOf([formulaOf(one, true, subject), ...always])),
    )
    if (part) return impossiblePart(part, always, subject)
  }
  return { start: node.start, end: node.end }
}

/** Built-in rules that keep awards from being granted. */
const BUILT_IN_CONDITIONS: Readonly<Record<PolicySubject, Readonly<Record<string, string>>>> = {
  attempt: {
    'probity:invalidated': 'finding == "invalidated"',
    'probity:case-open': 'caseState == "open"',
    'probity:re-test': 'finding == "re-test"',
  },
  person: { 'probity:case-open': 'openCases > 0' },
  unit: {},
}

function overridden(
  rules: readonly ParsedRule[],
  always: readonly Formula[],
  subject: PolicySubject,
): RuleRemark[] {
  const inTheWay = [
    ...rules
      .filter(({ rule }) => rule.effect === 'withhold')
      .map(({ rule, quiet }) => ({ id: rule.id, quiet })),
    ...Object.entries(BUILT_IN_CONDITIONS[subject]).map(([id, when]) => ({
      id,
      quiet: formulaOfText(`!(${when})`, subject),
    })),
  ]
  return rules
    .filter(({ rule }) => rule.effect === 'grant')
    .flatMap(({ rule, fires }): RuleRemark[] => {
      const single = inTheWay.filter(({ quiet }) =>
        isImpossible(casesOf([fires, quiet, ...always])),
      )
      if (single.length > 0) {
        return [{ kind: 'never-grants', rule: rule.id, by: single.map(({ id }) => id) }]
      }
      const all = casesOf([fires, ...always, ...inTheWay.map(({ quiet }) => quiet)])
      if (!isImpossible(all)) return []
      return [{ kind: 'never-grants', rule: rule.id, by: inTheWay.map(({ id }) => id) }]
    })
}

function overlaps(
  document: PolicyDocument,
  rules: readonly ParsedRule[],
  always: readonly Formula[],
): RuleRemark[] {
  const subject = subjectOf(document)
  const pairs = rules.flatMap((left, index) =>
    rules
      .slice(index + 1)
      .flatMap((right) => (grantDifferently(left, right) ? [[left, right]] : [])),
  ) as (readonly [ParsedRule, ParsedRule])[]
  return pairs.slice(0, MOST_PAIRS).flatMap(([left, right]): RuleRemark[] => {
    const together = casesOf([left.fires, right.fires, ...always]) ?? []
    const ids = [left.rule.id, right.rule.id]
    const facts = together
      .map((one) => factsOfCase(one, subject))
      .find((tried) => {
        const { effect, decidedBy } = evaluatePolicy(document, tried)
        return effect === 'grant' && ids.every((id) => decidedBy.includes(id))
      })
    return facts ? [{ kind: 'overlap', rule: left.rule.id, other: right.rule.id, facts }] : []
  })
}

function grantDifferently({ rule: left }: ParsedRule, { rule: right }: ParsedRule): boolean {
  if (left.effect !== 'grant' || right.effect !== 'grant') return false
  if (!left.award || !right.award || awardKey(left.award) !== awardKey(right.award)) return false
  return canonicalJson(left.award) !== canonicalJson(right.award)
}
