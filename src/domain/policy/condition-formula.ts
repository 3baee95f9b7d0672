import type { ASTNode } from '@marcbachmann/cel-js'
import { factOf, keyOf, pathOf, type Variable, variableOf } from './condition-variables.ts'
import type { PolicySubject } from './subject.ts'

/** One thing that is asked of one variable. */
export type Literal =
  | { readonly variable: Variable; readonly is: 'bool'; readonly value: boolean }
  | {
      readonly variable: Variable
      readonly is: 'bound'
      readonly side: 'low' | 'high'
      readonly value: number
      /** Whether the bound itself is left out. */
      readonly open: boolean
    }
  | {
      readonly variable: Variable
      readonly is: 'text'
      readonly among: readonly string[]
      readonly negated: boolean
    }

/** A condition as and/or over literals, negation driven down to them. */
export type Formula =
  | { readonly op: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly op: 'literal'; readonly literal: Literal }

export const ALWAYS: Formula = { op: 'and', parts: [] }
export const NEVER: Formula = { op: 'or', parts: [] }

type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='
const COMPARISONS: readonly string[] = ['<', '<=', '>', '>=', '==', '!=']
const FLIPPED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const
const NEGATED = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const

/**
 * What must be the case for the condition to be true (`wanted`) or false. Whatever isn't
 * understood stands as a variable of its own that may be either: so the formula holds whenever
 * the condition does, also where CEL skips an error beside `||` or `&&`.
 */
export function formulaOf(node: ASTNode, wanted: boolean, subject: PolicySubject): Formula {
  switch (node.op) {
    case 'value':
      return node.args === wanted ? ALWAYS : NEVER
    case '!_':
      return formulaOf(node.args, !wanted, subject)
    case '&&':
    case '||': {
      const parts = node.args.map((part) => formulaOf(part, wanted, subject))
      return { op: (node.op === '&&') === wanted ? 'and' : 'or', parts }
    }
    case '?:': {
      const [condition, first, second] = node.args
      const either = (is: boolean, then: ASTNode): Formula => ({
        op: 'and',
        parts: [formulaOf(condition, is, subject), formulaOf(then, wanted, subject)],
      })
      return { op: 'or', parts: [either(true, first), either(false, second)] }
    }
    default:
      return comparisonOf(node, wanted, subject) ?? opaque(node, wanted, subject)
  }
}

function opaque(node: ASTNode, value: boolean, subject: PolicySubject): Formula {
  const variable = variableOf(node, 'bool', subject)
  return { op: 'literal', literal: { variable, is: 'bool', value } }
}

function comparisonOf(node: ASTNode, wanted: boolean, subject: PolicySubject): Formula | null {
  if (node.op === 'in') return membershipOf(node.args, wanted, subject)
  if (!COMPARISONS.includes(node.op)) return null
  const [left, right] = node.args as [ASTNode, ASTNode]
  const operator = node.op as Comparison
  const asked = wanted ? operator : NEGATED[operator]
  const [leftValue, rightValue] = [literalOf(left), literalOf(right)]
  if (leftValue !== null && rightValue !== null) return null
  if (rightValue !== null) return compared(left, asked, { value: rightValue, subject })
  if (leftValue !== null) return compared(right, FLIPPED[asked], { value: leftValue, subject })
  return differenceOf(left, right, { asked, subject })
}

/** The value of a literal; numbers of both types as a number. */
function literalOf(node: ASTNode): string | number | boolean | null {
  if (node.op === '-_') {
    const value = literalOf(node.args)
    return typeof value === 'number' ? -value : null
  }
  if (node.op !== 'value') return null
  if (typeof node.args === 'bigint') {
    const value = Number(node.args)
    return Number.isSafeInteger(value) ? value : null
  }
  return ['string', 'number', 'boolean'].includes(typeof node.args)
    ? (node.args as string | number | boolean)
    : null
}

function compared(
  node: ASTNode,
  asked: Comparison,
  {
    value,
    subject,
  }: { readonly value: string | number | boolean; readonly subject: PolicySubject },
): Formula | null {
  if (typeof value === 'number') return bounds(variableOf(node, 'number', subject), asked, value)
  if (asked !== '==' && asked !== '!=') return null
  if (typeof value === 'boolean') return formulaOf(node, (asked === '==') === value, subject)
  const variable = variableOf(node, 'text', subject)
  const literal = { variable, is: 'text', among: [value], negated: asked === '!=' } as const
  return { op: 'literal', literal }
}

function bounds(variable: Variable, asked: Comparison, value: number): Formula {
  const bound = (side: 'low' | 'high', open: boolean): Formula => ({
    op: 'literal',
    literal: { variable, is: 'bound', side, value, open },
  })
  switch (asked) {
    case '<':
    case '<=':
      return bound('high', asked === '<')
    case '>':
    case '>=':
      return bound('low', asked === '>')
    case '==':
      return { op: 'and', parts: [bound('low', false), bound('high', false)] }
    case '!=':
      return { op: 'or', parts: [bound('low', true), bound('high', true)] }
  }
}

/** Two facts compared: a bound of 0 on their difference, always taken in the same order. */
function differenceOf(
  left: ASTNode,
  right: ASTNode,
  { asked, subject }: { readonly asked: Comparison; readonly subject: PolicySubject },
): Formula | null {
  const areNumbers = [left, right].every((node) => {
    const path = pathOf(node)
    return path !== null && ['int', 'double'].includes(factOf(path, subject)?.type ?? '')
  })
  if (!areNumbers) return null
  const [first, second] = [keyOf(left), keyOf(right)]
  const isOrdered = first <= second
  const variable: Variable = {
    key: `number ${isOrdered ? `${first} - ${second}` : `${second} - ${first}`}`,
    ...{ kind: 'number', integer: false, values: null, path: null },
    minimum: Number.NEGATIVE_INFINITY,
    maximum: Number.POSITIVE_INFINITY,
  }
  return bounds(variable, isOrdered ? asked : FLIPPED[asked], 0)
}

function membershipOf(
  [member, list]: readonly [ASTNode, ASTNode],
  wanted: boolean,
  subject: PolicySubject,
): Formula | null {
  if (list.op !== 'list' || literalOf(member) !== null) return null
  const values = list.args.map(literalOf)
  if (values.length === 0) return wanted ? NEVER : ALWAYS
  if (values.every((value) => typeof value === 'string')) {
    const variable = variableOf(member, 'text', subject)
    const literal = { variable, is: 'text', among: values, negated: !wanted } as const
    return { op: 'literal', literal }
  }
  if (!values.every((value) => typeof value === 'number')) return null
  const variable = variableOf(member, 'number', subject)
  const parts = values.map((value) => bounds(variable, wanted ? '==' : '!=', value))
  return { op: wanted ? 'or' : 'and', parts }
}

const NEVER_FAILS: readonly string[] = [
  ...COMPARISONS,
  ...['in', '&&', '||', '!_', '-_', '?:', 'value', 'id', 'list'],
]

/** Whether its evaluation can't fail, whatever the facts. */
export function neverFails(nodes: readonly ASTNode[]): boolean {
  return nodes.every(({ op }) => NEVER_FAILS.includes(op))
}
