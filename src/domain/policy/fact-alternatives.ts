import type { ASTNode } from '@marcbachmann/cel-js'
import { type FactPath, factOf, keyOfPath, pathOf } from './condition-variables.ts'
import { FACTS } from './fact-catalogue.ts'
import { type PolicyDocument, type SubjectFacts, subjectOf } from './policy.ts'
import { compileCondition, nodesOf } from './rule-language.ts'
import type { Counterfactual } from './views.ts'
import { type FactValue, factAt } from './with-fact.ts'

/** Another value of one fact that some rule would tell from the present one. */
export interface Alternative {
  readonly path: FactPath
  readonly now: FactValue
  readonly instead: FactValue
  readonly comparison: Counterfactual['comparison']
  /** The number that a rule names; for `above` and `below` the value itself lies a hair beyond. */
  readonly named: FactValue
}

/** How far beyond a bound that is left out: too little to be told apart when it is written. */
const HAIR = 1e-6

/**
 * Values at which rules change their minds: for each comparison of a fact the number it names and
 * the nearest beyond on either side; for texts every value that is named or known; for a bool its
 * opposite. Between two of them no comparison of that fact alone comes out differently.
 */
export function alternativesTo(document: PolicyDocument, facts: SubjectFacts): Alternative[] {
  const subject = subjectOf(document)
  const nodes = document.rules.flatMap(({ when }) => {
    const { reads } = compileCondition(when, subject)
    return reads ? nodesOf(reads) : []
  })
  const found = [...nodes.flatMap((node) => asked(node, facts)), ...builtInQuestions(document)]
  const alternatives = found.flatMap(({ path, values }) => {
    const known = factOf(path, subject)
    const now =
      factAt(facts, path) ?? (path.entry === null ? FACTS[subject][path.fact]?.absent : undefined)
    if (!known || now === undefined || typeof now === 'object') return []
    const own = [...values, ...(typeof now === 'string' ? textsFor(document, known, path) : [])]
    return alternativesOf(path, { now: now as FactValue, values: own, known })
  })
  const byKey = new Map(
    alternatives.map((one) => [`${keyOfPath(one.path)} ${typeof one.instead} ${one.instead}`, one]),
  )
  return [...byKey.values()]
}

interface Question {
  readonly path: FactPath
  readonly values: readonly FactValue[]
}

const COMPARISONS: readonly string[] = ['<', '<=', '>', '>=', '==', '!=']

/** What a node of a condition asks of facts. */
function asked(node: ASTNode, facts: SubjectFacts): Question[] {
  if (node.op === 'id') return [{ path: { fact: node.args, entry: null, field: null }, values: [] }]
  if (node.op === 'in') {
    const [member, list] = node.args
    const values = list.op === 'list' ? list.args.flatMap((one) => valuesOf(one, facts)) : []
    return pathsOf(member, facts).map((path) => ({ path, values }))
  }
  if (node.op === '.' || node.op === '[]') {
    return pathsOf(node, facts).map((path) => ({ path, values: [] }))
  }
  if (!COMPARISONS.includes(node.op)) return []
  const [left, right] = node.args as [ASTNode, ASTNode]
  return [
    ...pathsOf(left, facts).map((path) => ({ path, values: valuesOf(right, facts) })),
    ...pathsOf(right, facts).map((path) => ({ path, values: valuesOf(left, facts) })),
  ]
}

/** Built-in rules ask about these without any text. */
function builtInQuestions(document: PolicyDocument): Question[] {
  const names = { attempt: ['caseState', 'finding'], person: ['openCases'], unit: [] }
  return names[subjectOf(document)].map((fact) => ({
    path: { fact, entry: null, field: null },
    values: fact === 'openCases' ? [0] : [],
  }))
}

/** A literal, or what another fact is now. */
function valuesOf(node: ASTNode, facts: SubjectFacts): FactValue[] {
  if (node.op === '-_') {
    return valuesOf(node.args, facts).flatMap((value) => (typeof value === 'number' ? -value : []))
  }
  if (node.op !== 'value') {
    return pathsOf(node, facts).flatMap((path) => {
      const value = factAt(facts, path)
      return typeof value === 'number' || typeof value === 'string' ? [value] : []
    })
  }
  if (typeof node.args === 'bigint') return [Number(node.args)]
  return typeof node.args === 'number' || typeof node.args === 'string' ? [node.args] : []
}

/** The path a node reads; below a loop over a map, that of every entry. */
function pathsOf(node: ASTNode, facts: SubjectFacts): FactPath[] {
  const path = pathOf(node)
  if (path) return [path]
  if (node.op === '.') {
    const [of, field] = node.args
    return pathsOf(of, facts)
      .filter((one) => one.entry !== null && one.field === null)
      .map((one) => ({ ...one, field }))
  }
  if (node.op !== '[]') return []
  const [of, at] = node.args
  if (of.op !== 'id' || at.op !== 'id') return []
  const map = factAt(facts, { fact: of.args, entry: null, field: null })
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return []
  return Object.keys(map).map((entry) => ({ fact: of.args, entry, field: null }))
}

interface Known {
  readonly type: string
  readonly minimum?: number
  readonly maximum?: number
  readonly values?: readonly string[]
}

function textsFor(document: PolicyDocument, known: Known, path: FactPath): readonly string[] {
  if (known.values) return known.values
  return path.fact === 'level' || path.field === 'level' ? (document.levels ?? []) : []
}

function alternativesOf(
  path: FactPath,
  {
    now,
    values,
    known,
  }: { readonly now: FactValue; readonly values: readonly FactValue[]; readonly known: Known },
): Alternative[] {
  if (typeof now === 'boolean') {
    return [{ path, now, instead: !now, named: !now, comparison: 'exactly' }]
  }
  if (typeof now === 'string') {
    const texts = values.filter((value) => typeof value === 'string' && value !== now)
    return texts.map((instead) => ({ path, now, instead, named: instead, comparison: 'exactly' }))
  }
  return values.flatMap((value) =>
    typeof value === 'number' ? around(path, { now, named: value, known }) : [],
  )
}

/** The number itself and the nearest beyond it, as far as the fact can be so. */
function around(
  path: FactPath,
  { now, named, known }: { readonly now: number; readonly named: number; readonly known: Known },
): Alternative[] {
  const isInteger = known.type === 'int'
  const step = isInteger ? 1 : HAIR * Math.max(1, Math.abs(named))
  const [below, above] = isInteger
    ? [Math.ceil(named) - 1, Math.floor(named) + 1]
    : [named - step, named + step]
  const candidates = isInteger && !Number.isInteger(named) ? [below, above] : [below, named, above]
  return candidates
    .filter((one) => one !== now)
    .filter((one) => one >= (known.minimum ?? -Infinity) && one <= (known.maximum ?? Infinity))
    .map((instead) => {
      const isBeyond = !isInteger && instead !== named
      const comparison =
        instead > now
          ? isBeyond && instead > named
            ? 'above'
            : 'at-least'
          : isBeyond && instead < named
            ? 'below'
            : 'at-most'
      return { path, now, instead, named: isBeyond ? named : instead, comparison }
    })
}
