import type { ASTNode } from '@marcbachmann/cel-js'
import { schemaFindings } from '../bank/bank-schema-findings.ts'
import { pointerTo, say } from '../bank/finding.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { isUsableExample } from './example-facts.ts'
import { FACT_SCHEMAS } from './fact-catalogue.ts'
import { PolicyDocument, type PolicyRule, subjectOf } from './policy.ts'
import type { PolicyFinding } from './policy-finding.ts'
import { remarkFindings } from './remark-findings.ts'
import { compileCondition, nodesOf } from './rule-language.ts'

/** A document as a policy, with everything there is to say about it. */
export interface CheckedPolicy {
  /** Null when there is any error: a policy with errors must not take effect. */
  readonly policy: PolicyDocument | null
  /** The document where its shape is right, whatever else is wrong with it. */
  readonly draft: PolicyDocument | null
  readonly findings: PolicyFinding[]
}

/**
 * Shape, then rules and their conditions, then the document's own examples, then what is certain
 * about the rules together.
 */
export function checkPolicy(document: unknown): CheckedPolicy {
  const shape = schemaFindings(PolicyDocument, document, '', null)
  if (shape.length > 0) {
    const findings = shape.map((finding) => ({ ...finding, range: null }))
    return { policy: null, draft: null, findings }
  }
  const policy = document as PolicyDocument
  const rules = policy.rules.flatMap((rule, index) => [
    ...ruleFindings(policy, rule, index),
    ...conditionFindings(policy, rule, index),
  ])
  const hasError = rules.some(({ severity }) => severity === 'error')
  const remarks = hasError ? [] : remarkFindings(policy)
  const findings = [
    ...termFindings(policy),
    ...rules,
    ...exampleShapeFindings(policy),
    ...exampleFindings(policy),
    ...remarks,
  ]
  const hasErrors = findings.some(({ severity }) => severity === 'error')
  return { policy: hasErrors ? null : policy, draft: policy, findings }
}

/** Terms that say nothing of the document's subject would be read by nobody. */
function termFindings(policy: PolicyDocument): PolicyFinding[] {
  const subject = subjectOf(policy)
  const findings: PolicyFinding[] = []
  if (subject === 'attempt' && policy.cycle !== undefined) {
    findings.push(
      error('/cycle', 'term-without-use', [
        '考核成绩没有周期，只有人员和单位有',
        'attempts have no cycle, only persons and units have',
      ]),
    )
  }
  if (subject !== 'person' && policy.attendanceShare !== undefined) {
    findings.push(
      error('/attendanceShare', 'term-without-use', [
        '学时学分的比例上限只用于人员',
        'the share of attendance is of persons only',
      ]),
    )
  }
  return findings
}

function exampleShapeFindings(policy: PolicyDocument): PolicyFinding[] {
  const schema = FACT_SCHEMAS[subjectOf(policy)]
  return policy.examples.flatMap(({ facts }, index) =>
    schemaFindings(schema, facts, pointerTo('examples', index, 'facts'), null).map((finding) => ({
      ...finding,
      range: null,
    })),
  )
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
  return [...findings, ...holderFindings(policy, rule, pointer)]
}

/** Certificates are issued of results alone, and a unit has no account of credits. */
function holderFindings(
  policy: PolicyDocument,
  { id, award }: PolicyRule,
  pointer: string,
): PolicyFinding[] {
  const subject = subjectOf(policy)
  const isIssued =
    subject === 'attempt' ||
    (award?.kind !== 'certificate' && (award?.kind !== 'credits' || subject === 'person'))
  if (isIssued) return []
  const finding = error(`${pointer}/award`, 'award-without-holder', [
    `规则 ${id} 的奖励不会发放：证书只依据考核成绩签发，单位没有学分账户`,
    `the award of ${id} is issued to nobody: certificates follow from results, and units have no credits`,
  ])
  return [{ ...finding, severity: 'warning' }]
}

function conditionFindings(
  policy: PolicyDocument,
  rule: PolicyRule,
  index: number,
): PolicyFinding[] {
  const pointer = pointerTo('rules', index, 'when')
  const { fault, reads } = compileCondition(rule.when, subjectOf(policy))
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

const FLAG_FACTS: readonly unknown[] = ['flagCount', 'flagWeight', 'flagWeights']

/** A flag is never a verdict: what is taken away on its account needs a person's decision. */
function flagFindings(rule: PolicyRule, node: ASTNode, pointer: string): PolicyFinding[] {
  if (node.op !== 'id' || !FLAG_FACTS.includes(node.args)) return []
  const isWithholding = rule.effect === 'withhold'
  const finding = error(pointer, isWithholding ? 'flags-withhold' : 'flags-decide', [
    `提示不是结论：不能仅凭 ${node.args} 决定，请用 finding（核查结论）`,
    `flags are no verdict: do not decide by ${node.args}, use finding (what auditors found)`,
  ])
  const { start, end } = node
  return [{ ...finding, severity: isWithholding ? 'error' : 'warning', range: { start, end } }]
}

/** Compares `level` only with levels the document names, where it names any. */
function levelFindings(policy: PolicyDocument, node: ASTNode, pointer: string): PolicyFinding[] {
  const { levels } = policy
  if (levels === undefined || !(node.op === '==' || node.op === '!=' || node.op === 'in')) return []
  if (!node.args.some((operand) => readsLevel(operand))) return []
  // A map's key beside it is no level: only values that stand by themselves or in a list.
  return node.args
    .flatMap((operand) => (operand.op === 'list' ? operand.args : [operand]))
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
    if (!isUsableExample(policy, facts)) return []
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

function error(pointer: string, code: string, [zh, en]: readonly [string, string]): PolicyFinding {
  return { pointer, item: null, severity: 'error', code, message: say(zh, en), range: null }
}
