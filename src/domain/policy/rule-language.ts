import { type ASTNode, Environment, type SourceRange } from '@marcbachmann/cel-js'
import type { CompetencyFacts, PolicyFacts } from './facts.ts'
import { FACT_DESCRIPTIONS } from './facts.ts'

/** Why an expression is no usable condition, and where in its text. */
export interface ConditionFault {
  readonly message: string
  readonly start: number
  readonly end: number
}

export type Condition =
  | { readonly fault: ConditionFault; readonly holds: null; readonly reads: null }
  | {
      readonly fault: null
      /** Throws where CEL does: an unknown map key, a division by zero. */
      readonly holds: (context: Readonly<Record<string, unknown>>) => boolean
      readonly reads: ASTNode
    }

/** CEL recognizes a registered type by its constructor, so the facts need one. */
class CompetencyFactsValue {}

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } })
environment.registerType('CompetencyFacts', {
  fields: { theta: 'double', standardError: 'double', level: 'string', enoughEvidence: 'bool' },
  ctor: CompetencyFactsValue,
})
for (const [name, { type, description }] of Object.entries(FACT_DESCRIPTIONS)) {
  environment.registerVariable(name, type, { description: description.en })
}

const conditions = new Map<string, Condition>()
const CONDITIONS_KEPT = 2000

/** An expression parsed and type-checked against the facts; it must be a bool. */
export function compileCondition(expression: string): Condition {
  const known = conditions.get(expression)
  if (known) return known
  const condition = compile(expression)
  if (conditions.size >= CONDITIONS_KEPT) conditions.clear()
  conditions.set(expression, condition)
  return condition
}

/** The facts as CEL sees them: integers as bigint, competencies as a typed map. */
export function contextOf(facts: PolicyFacts): Readonly<Record<string, unknown>> {
  const competencies = Object.entries(facts.competencies).map(
    ([id, competency]): [string, CompetencyFacts] => [
      id,
      Object.assign(new CompetencyFactsValue(), competency),
    ],
  )
  return {
    ...facts,
    flagCount: BigInt(facts.flagCount),
    competencies: new Map(competencies),
  }
}

function compile(expression: string): Condition {
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
