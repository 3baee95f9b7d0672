import { type ASTNode, Environment, type SourceRange } from '@marcbachmann/cel-js'
import { FACTS, RECORD_TYPES } from './fact-catalogue.ts'
import type { FactDescription } from './fact-description.ts'
import type { SubjectFacts } from './policy.ts'
import { POLICY_SUBJECTS, type PolicySubject } from './subject.ts'

/** Why an expression is no usable condition, and where in its text. */
export interface ConditionFault {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** Facts as CEL sees them. */
export type ConditionContext = Readonly<Record<string, unknown>>

export type Condition =
  | { readonly fault: ConditionFault; readonly holds: null; readonly reads: null }
  | {
      readonly fault: null
      /** Throws where CEL does: an unknown map key, a division by zero. */
      readonly holds: (context: ConditionContext) => boolean
      readonly reads: ASTNode
    }

/** CEL recognizes a registered type by its constructor, so records of facts need one each. */
const RECORD_CLASSES: Readonly<Record<keyof typeof RECORD_TYPES, new () => object>> = {
  CompetencyFacts: class CompetencyFactsValue {},
  EarlierPasses: class EarlierPassesValue {},
}

interface Language {
  readonly environment: Environment
  readonly conditions: Map<string, Condition>
}

const CONDITIONS_KEPT = 2000
const LANGUAGES = new Map(
  POLICY_SUBJECTS.map((subject): [PolicySubject, Language] => [
    subject,
    { environment: environmentOf(subject), conditions: new Map() },
  ]),
)

function environmentOf(subject: PolicySubject): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } })
  for (const [name, fields] of Object.entries(RECORD_TYPES)) {
    const ctor = RECORD_CLASSES[name as keyof typeof RECORD_TYPES]
    environment.registerType(name, { fields, ctor })
  }
  for (const [name, { type, description }] of Object.entries(FACTS[subject])) {
    environment.registerVariable(name, type, { description: description.en })
  }
  return environment
}

/** An expression parsed and type-checked against the subject's facts; it must be a bool. */
export function compileCondition(
  expression: string,
  subject: PolicySubject = 'attempt',
): Condition {
  const { environment, conditions } = LANGUAGES.get(subject) as Language
  const known = conditions.get(expression)
  if (known) return known
  const condition = compile(environment, expression)
  if (conditions.size >= CONDITIONS_KEPT) conditions.clear()
  conditions.set(expression, condition)
  return condition
}

/** The facts as CEL sees them: integers as bigint, maps as maps, records by their types. */
export function contextOf(
  facts: Partial<SubjectFacts>,
  subject: PolicySubject = 'attempt',
): ConditionContext {
  const given = facts as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(FACTS[subject]).flatMap(([name, fact]) => {
      const value = given[name] ?? fact.absent
      return value === undefined ? [] : [[name, valueFor(fact, value)]]
    }),
  )
}

function valueFor({ type }: FactDescription, value: unknown): unknown {
  if (type === 'int') return BigInt(value as number)
  if (!type.startsWith('map')) return value
  const of = type.slice('map<string, '.length, -1)
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
  return new Map(entries.map(([id, entry]) => [id, entryFor(of, entry)]))
}

function entryFor(type: string, entry: unknown): unknown {
  if (type === 'int') return BigInt(entry as number)
  if (!Object.hasOwn(RECORD_TYPES, type)) return entry
  const name = type as keyof typeof RECORD_TYPES
  const fields = Object.entries(RECORD_TYPES[name]).map(([field, of]) => [
    field,
    entryFor(of, (entry as Readonly<Record<string, unknown>>)[field]),
  ])
  return Object.assign(new RECORD_CLASSES[name](), Object.fromEntries(fields))
}

function compile(environment: Environment, expression: string): Condition {
  try {
    const parsed = environment.parse(expression)
    const { valid, type, error } = parsed.check()
    if (!valid) return faulty(error, expression)
    if (type !== 'bool') {
      const message = `the condition must be true or false (bool), but it is ${type}`
      return { fault: { message, start: 0, end: expression.length }, holds: null, reads: null }
    }
    return { fault: null, holds: (context) => booleanOf(parsed(context)), reads: parsed.ast }
  } catch (error) {
    return faulty(error, expression)
  }
}

function faulty(error: unknown, expression: string): Condition {
  const { summary, range } = (error ?? {}) as { summary?: string; range?: SourceRange }
  const message = summary ?? (error instanceof Error ? error.message : 'not a CEL expression')
  const { start, end } = range ?? { start: 0, end: expression.length }
  return { fault: { message, start, end }, holds: null, reads: null }
}

function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new Error(`the condition gave ${typeof value}, not true or false`)
}

/** The node with all below it. */
export function nodesOf(node: ASTNode): ASTNode[] {
  const children = (Array.isArray(node.args) ? node.args.flat(2) : [node.args]) as unknown[]
  return [node, ...children.filter(isNode).flatMap(nodesOf)]
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

/** Names of the facts an expression reads; none of one that has a fault. */
export function factsRead(expression: string, subject: PolicySubject = 'attempt'): string[] {
  const { reads } = compileCondition(expression, subject)
  if (!reads) return []
  const names = nodesOf(reads).flatMap((node) => (node.op === 'id' ? [node.args] : []))
  return [...new Set(names)].filter((name) => Object.hasOwn(FACTS[subject], name))
}
