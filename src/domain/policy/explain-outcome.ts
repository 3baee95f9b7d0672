import { say } from '../bank/finding.ts'
import { canonicalJson } from '../digest.ts'
import type { LocalizedText } from '../text.ts'
import { nameOfAward } from './award-names.ts'
import { titleOfRule } from './built-in-rules.ts'
import { outcomeText } from './counterfactual-text.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { FACTS } from './fact-catalogue.ts'
import { findCounterfactuals } from './find-counterfactuals.ts'
import { type PolicyDocument, type PolicyOutcome, type SubjectFacts, subjectOf } from './policy.ts'
import { factsRead } from './rule-language.ts'
import type { ExplanationView } from './views.ts'

/** What follows from document, facts and outcome alone. */
export type Explanation = Pick<
  ExplanationView,
  | 'subject'
  | 'effect'
  | 'awards'
  | 'awardNames'
  | 'summary'
  | 'decidedBy'
  | 'errors'
  | 'facts'
  | 'wouldChange'
  | 'replayed'
>

/**
 * Why an outcome is as it is: who decided and why, what went in, what would have changed it, and
 * whether the same facts give it again.
 */
export function explainOutcome(
  document: PolicyDocument,
  facts: SubjectFacts,
  outcome: PolicyOutcome,
): Explanation {
  const { effect, decidedBy, awards, reasons, errors } = outcome
  return {
    subject: subjectOf(document),
    effect,
    awards,
    awardNames: awards.map(nameOfAward),
    summary: summaryOf(outcome),
    decidedBy: decidedBy.map((id, index) => ({
      id,
      title: titleOfRule(document, id) ?? say(id, id),
      reason: reasons[index] ?? say('', ''),
      when: document.rules.find((rule) => rule.id === id)?.when ?? null,
    })),
    errors,
    facts: listedFacts(document, facts),
    wouldChange: findCounterfactuals(document, facts),
    replayed: canonicalJson(evaluatePolicy(document, facts)) === canonicalJson(outcome),
  }
}

function summaryOf(outcome: PolicyOutcome): LocalizedText {
  const text = outcomeText(outcome)
  const why = outcome.reasons
  return say(
    `结果：${text['zh-CN']}。${why.map((reason) => reason['zh-CN']).join('')}`,
    `Outcome: ${text.en}. ${why.map((reason) => reason.en).join(' ')}`,
  )
}

function listedFacts(document: PolicyDocument, facts: SubjectFacts): ExplanationView['facts'] {
  const subject = subjectOf(document)
  const read = new Set(document.rules.flatMap(({ when }) => factsRead(when, subject)))
  const given = facts as Readonly<Record<string, unknown>>
  return Object.entries(FACTS[subject])
    .filter(([id, { absent }]) => given[id] !== undefined || (absent !== undefined && read.has(id)))
    .map(([id, { name, absent }]) => ({
      ...{ id, name, read: read.has(id) },
      value: shownValue(given[id] ?? absent),
    }))
    .sort((left, right) => Number(right.read) - Number(left.read))
}

function shownValue(value: unknown): string {
  if (typeof value === 'number' && !Number.isInteger(value)) return value.toFixed(3)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
