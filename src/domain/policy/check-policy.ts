import type { ASTNode } from '@marcbachmann/cel-js'
import { schemaFindings } from '../bank/bank-schema-findings.ts'
import { type Finding, pointerTo, say } from '../bank/finding.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { PolicyDocument, type PolicyRule } from './policy.ts'
import { compileCondition } from './rule-language.ts'

/** A finding about a policy; `range` is the place within a condition's text. */
export interface PolicyFinding extends Finding {
  readonly range: { readonly start: number; readonly end: number } | null
}

/** A document as a policy, with everything there is to say about it. */
export interface CheckedPolicy {
  /** Null when there is any error: a policy with errors must not take effect. */
  readonly policy: PolicyDocument | null
  readonly findings: PolicyFinding[]
}

/** Shape, then rules and their conditions, then the document's own examples. */
export function checkPolicy(document: unknown): CheckedPolicy {
  const shape = schemaFindings(PolicyDocument, document, '', null)
  if (shape.length > 0) {
    return { policy: null, findings: shape.map((finding) => ({ ...finding, range: null })) }
  }
  const policy = document as PolicyDocument
  const rules = policy.rules.flatMap((rule, index) => [
    ...ruleFindings(policy, rule, index),
    ...conditionFindings(policy, rule, index),
  ])
  const findings = [...rules, ...exampleFindings(policy)]
  const hasErrors = findings.some(({ severity }) => severity === 'error')
  return { policy: hasErrors ? null : policy, findings }
}

function ruleFindings(policy: PolicyDocument, rule: PolicyRule, index: number): PolicyFinding[] {
  const pointer = pointerTo('rules', index)
  const findings: PolicyFinding[] = []
  if (policy.rules.findIndex(({ id }) => id === rule.id) !== index) {
    findings.push(
      error(`${pointer}/id`, 'duplicate-id', [
        `规则编号 ${rule.id} 出现两次`,
        `the rule id ${rule.id} occurs twice`,
      ]),
    )
  }
  if (rule.effect === 'grant' && rule.award === undefined) {
    findings.push(
      error(pointer, 'grant-without-award', [
        `规则 ${rule.id} 授予，但没有写明授予什么`,
        `the rule ${rule.id} grants, but does not say what`,
      ]),
    )
  }
  if (rule.effect === 'withhold' && rule.award !== undefined) {
    findings.push(
      error(`${pointer}/award`, 'withhold-with-award', [
        `规则 ${rule.id} 不授予，不能写奖励`,
        `the rule ${rule.id} withholds, so it can't name an award`,
      ]),
    )
  }
  return findings
}

function conditionFindings(
  policy: PolicyDocument,
  rule: PolicyRule,
  index: number,
): PolicyFinding[] {
  const pointer = pointerTo('rules', index, 'when')
  const { fault, reads } = compileCondition(rule.when)
  if (fault) {
    const { message, start, end } = fault
    const finding = error(pointer, 'condition', [
      `条件第 ${start + 1} 个字符处有误：${message}`,
      `at character ${start + 1} of the condition: ${message}`,
    ])
    return [{ ...finding, range: { start, end } }]
  }
  return nodesOf(reads).flatMap((node) => [
    ...flagFindings(rule, node, pointer),
    ...levelFindings(policy, node, pointer),
  ])
}

/** A flag is never a verdict: what is taken away on its account needs a person's decision. */
function flagFindings(rule: PolicyRule, node: ASTNode, pointer: string): PolicyFinding[] {
  if (node.op !== 'id' || node.args !== 'flagCount') return []
  const isWithholding = rule.effect === 'withhold'
  const finding = error(pointer, isWithholding ? 'flags-withhold' : 'flags-decide', [
    '提示不是结论：不能仅凭 flagCount 决定，请用 finding（核查结论）',
    'flags are no verdict: do not decide by flagCount, use finding (what auditors found)',
  ])
  const { start, end } = node
  return [{ ...finding, severity: isWithholding ? 'error' : 'warning', range: { start, end } }]
}

/** Compares `level` only with levels the document names, where it names any. */
function levelFindings(policy: PolicyDocument, node: ASTNode, pointer: string): PolicyFinding[] {
  const { levels } = policy
  if (levels === undefined || !(node.op === '==' || node.op === '!=' || node.op === 'in')) return []
  if (!node.args.some((operand) => readsLevel(operand))) return []
  return node.args
    .flatMap(nodesOf)
    .flatMap(({ op, args, start, end }) =>
      op === 'value' && typeof args === 'string' && args !== '' && !levels.includes(args)
        ? [{ unknown: args, range: { start, end } }]
        : [],
    )
    .map(({ unknown, range }) => ({
      ...error(pointer, 'unknown-level', [
        `没有等级 ${unknown}；本规则文件的等级：${levels.join('、')}`,
        `there is no level ${unknown}; the document names ${levels.join(', ')}`,
      ]),
      range,
    }))
}

function readsLevel(node: ASTNode): boolean {
  if (node.op === 'id') return node.args === 'level'
  return node.op === '.' && node.args[1] === 'level'
}

function exampleFindings(policy: PolicyDocument): PolicyFinding[] {
  return policy.examples.flatMap(({ facts, expect }, index) => {
    const { effect, decidedBy } = evaluatePolicy(policy, facts)
    const expected = [...expect.decidedBy].sort().join(', ')
    if (effect === expect.effect && decidedBy.join(', ') === expected) return []
    return [
      error(pointerTo('examples', index, 'expect'), 'example-fails', [
        `示例结果为 ${effect}（${decidedBy.join('、')}），应为 ${expect.effect}（${expected}）`,
        `the example comes out as ${effect} by ${decidedBy.join(', ')}, not as ${expect.effect} by ${expected}`,
      ]),
    ]
  })
}

/** The node with all below it. */
function nodesOf(node: ASTNode): ASTNode[] {
  const children = (Array.isArray(node.args) ? node.args.flat(2) : [node.args]) as unknown[]
  return [node, ...children.filter(isNode).flatMap(nodesOf)]
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}

function error(pointer: string, code: string, [zh, en]: readonly [string, string]): PolicyFinding {
  return { pointer, item: null, severity: 'error', code, message: say(zh, en), range: null }
}
