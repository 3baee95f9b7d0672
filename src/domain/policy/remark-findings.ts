import { pointerTo, say } from '../bank/finding.ts'
import { analyzeRules, type RuleRemark } from './analyze-rules.ts'
import { FACTS } from './fact-catalogue.ts'
import { type PolicyDocument, type SubjectFacts, subjectOf } from './policy.ts'
import type { PolicyFinding } from './policy-finding.ts'
import { factsRead } from './rule-language.ts'

/** What is certain about rules without any results, each at its place in the document. */
export function remarkFindings(policy: PolicyDocument): PolicyFinding[] {
  return analyzeRules(policy).map((remark) => {
    const index = policy.rules.findIndex(({ id }) => id === remark.rule)
    const range = 'range' in remark ? remark.range : null
    return {
      pointer: pointerTo('rules', index, 'when'),
      item: null,
      severity: remark.kind === 'overlap' ? 'note' : 'warning',
      code: remark.kind,
      message: messageOf(policy, remark),
      range,
    }
  })
}

function messageOf(policy: PolicyDocument, remark: RuleRemark) {
  const { rule } = remark
  switch (remark.kind) {
    case 'never-fires':
      return say(
        `规则 ${rule} 的条件永远不会成立`,
        `the rule ${rule} can never fire: no facts make its condition true`,
      )
    case 'always-fires':
      return say(
        `规则 ${rule} 的条件总是成立`,
        `the rule ${rule} always fires: its condition is true whatever the facts`,
      )
    case 'never-grants':
      return say(
        `规则 ${rule} 永远不会授予：每当它成立，${remark.by.join('、')} 都会阻止`,
        `the rule ${rule} never grants: whenever it holds, ${remark.by.join(', ')} stands in its way`,
      )
    case 'overlap': {
      const example = exampleText(policy, [rule, remark.other], remark.facts)
      return say(
        `规则 ${rule} 与 ${remark.other} 可能同时授予同一奖励，但数额或条件不同；以较大者为准。例如：${example}`,
        `the rules ${rule} and ${remark.other} can both grant one award, in different amounts or terms; the larger counts. For example: ${example}`,
      )
    }
  }
}

/** The facts two rules read, as an example. */
function exampleText(policy: PolicyDocument, ids: readonly string[], facts: SubjectFacts): string {
  const subject = subjectOf(policy)
  const names = new Set(
    policy.rules.flatMap(({ id, when }) => (ids.includes(id) ? factsRead(when, subject) : [])),
  )
  return [...names]
    .filter((name) => Object.hasOwn(FACTS[subject], name))
    .map((name) => {
      const value = (facts as Readonly<Record<string, unknown>>)[name]
      return `${name} = ${JSON.stringify(value ?? FACTS[subject][name]?.absent)}`
    })
    .join(', ')
}
