import type { ASTNode } from '@marcbachmann/cel-js'
import { FACTS, RECORD_TYPES } from './fact-catalogue.ts'
import type { PolicySubject } from './subject.ts'

/** Where a value stands among the facts: `theta`, or an entry of a map and perhaps its field. */
export interface FactPath {
  readonly fact: string
  readonly entry: string | null
  readonly field: string | null
}

/** What a condition compares: equal keys have equal values under the same facts. */
export interface Variable {
  readonly key: string
  readonly kind: 'number' | 'text' | 'bool'
  readonly integer: boolean
  readonly minimum: number
  readonly maximum: number
  /** Every value of a text, where they are known. */
  readonly values: readonly string[] | null
  /** Null for anything that is not simply read from the facts. */
  readonly path: FactPath | null
}

/** Structure as text, so that one expression written in two ways of spacing is one variable. */
export function keyOf(node: ASTNode): string {
  if (node.op === 'value') return literalKey(node.args)
  if (node.op === 'id') return node.args
  const path = pathOf(node)
  if (path) return keyOfPath(path)
  const args: readonly unknown[] = Array.isArray(node.args) ? node.args : [node.args]
  return `(${node.op} ${args.map(argumentKey).join(' ')})`
}

function argumentKey(argument: unknown): string {
  if (Array.isArray(argument)) return `[${argument.map(argumentKey).join(' ')}]`
  if (typeof argument === 'object' && argument !== null && 'op' in argument) {
    return keyOf(argument as ASTNode)
  }
  return JSON.stringify(argument) ?? 'undefined'
}

function literalKey(value: unknown): string {
  return typeof value === 'bigint' ? `${value}n` : `${typeof value} ${String(value)}`
}

/** As it is written in a condition. */
export function keyOfPath({ fact, entry, field }: FactPath): string {
  const inMap = entry === null ? '' : `[${JSON.stringify(entry)}]`
  return `${fact}${inMap}${field === null ? '' : `.${field}`}`
}

/** `theta`, `map["id"]` or `map["id"].field`; null for anything else. */
export function pathOf(node: ASTNode): FactPath | null {
  if (node.op === 'id') return { fact: node.args, entry: null, field: null }
  if (node.op === '.') {
    const [of, field] = node.args
    const path = pathOf(of)
    return path?.entry === null || path === null || path.field !== null ? null : { ...path, field }
  }
  if (node.op !== '[]') return null
  const [of, at] = node.args
  if (of.op !== 'id' || at.op !== 'value' || typeof at.args !== 'string') return null
  return { fact: of.args, entry: at.args, field: null }
}

/** The variable an expression stands for, with what the catalogue says of its values. */
export function variableOf(
  node: ASTNode,
  kind: Variable['kind'],
  subject: PolicySubject,
): Variable {
  const path = pathOf(node)
  const known = path && factOf(path, subject)
  return {
    key: `${kind} ${keyOf(node)}`,
    kind,
    integer: known?.type === 'int',
    minimum: known?.minimum ?? Number.NEGATIVE_INFINITY,
    maximum: known?.maximum ?? Number.POSITIVE_INFINITY,
    values: known?.values ?? null,
    path: known ? path : null,
  }
}

interface KnownFact {
  readonly type: string
  readonly minimum?: number
  readonly maximum?: number
  readonly values?: readonly string[]
}

/** Type and bounds of what a path reads; null where there is no such fact. */
export function factOf(path: FactPath, subject: PolicySubject): KnownFact | null {
  const facts = FACTS[subject]
  const fact = Object.hasOwn(facts, path.fact) ? facts[path.fact] : undefined
  if (!fact) return null
  if (path.entry === null) return fact
  const of = /^map<string, (\w+)>$/.exec(fact.type)?.[1]
  if (of === undefined) return null
  const isRecord = Object.hasOwn(RECORD_TYPES, of)
  if (path.field === null) {
    return isRecord ? null : { type: of, ...(of === 'int' ? { minimum: 0 } : {}) }
  }
  if (!isRecord) return null
  const fields: Readonly<Record<string, string>> = RECORD_TYPES[of as keyof typeof RECORD_TYPES]
  const type = fields[path.field]
  // Standard errors, counts and months are never below 0; an ability may be.
  return type === undefined ? null : { type, ...(path.field === 'theta' ? {} : { minimum: 0 }) }
}
