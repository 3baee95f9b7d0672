import type {
  PolicyDocument,
  PolicyExample,
  PolicyRule,
  SubjectFacts,
} from '../../../../domain/policy/policy.ts'
import type { PolicySubject } from '../../../../domain/policy/subject.ts'
import type { FactDescriptionView } from '../../../../domain/policy/views.ts'
import type { LocalizedText } from '../../../../domain/text.ts'

/** A part of a document with a key of its own, since its id may be changed while it is written. */
export interface Keyed<Part> {
  readonly key: string
  readonly part: Part
}

export type PolicyTerms = Omit<PolicyDocument, 'format' | 'rules' | 'examples'>

/** A policy document while it is written: any text may still be empty. */
export interface PolicyDraft {
  readonly terms: PolicyTerms
  readonly rules: readonly Keyed<PolicyRule>[]
  readonly examples: readonly Keyed<PolicyExample>[]
}

let keysGiven = 0

/** Gives a part a key that no other part of the page has. */
export function keyed<Part>(part: Part): Keyed<Part> {
  keysGiven += 1
  return { key: `part-${keysGiven}`, part }
}

const NO_TEXT: LocalizedText = { 'zh-CN': '', en: '' }

/** A rule with nothing in it but an id that no other rule has. */
export function emptyRule(rules: readonly Keyed<PolicyRule>[]): PolicyRule {
  const taken = new Set(rules.map(({ part }) => part.id))
  let number = rules.length + 1
  while (taken.has(`rule-${number}`)) number += 1
  const award = { kind: 'credits', amount: 5 } as const
  return { id: `rule-${number}`, title: NO_TEXT, when: '', effect: 'grant', award, reason: NO_TEXT }
}

/** A draft to begin with. */
export function emptyDraft(): PolicyDraft {
  return { terms: { id: '', title: NO_TEXT }, rules: [keyed(emptyRule([]))], examples: [] }
}

export function draftOf({ format: _, rules, examples, ...terms }: PolicyDocument): PolicyDraft {
  return { terms, rules: rules.map(keyed), examples: examples.map(keyed) }
}

export function documentOf({ terms, rules, examples }: PolicyDraft): PolicyDocument {
  return {
    format: 'probity-policy/1',
    ...terms,
    rules: rules.map(({ part }) => part),
    examples: examples.map(({ part }) => part),
  }
}

/** Facts for a case nobody described yet: the least of every value, and what is known of none. */
export function plainFacts(
  facts: readonly FactDescriptionView[],
  subject: PolicySubject,
): Partial<SubjectFacts> {
  const own = facts.filter((fact) => fact.subject === subject)
  return Object.fromEntries(own.map((fact) => [fact.id, plainValue(fact)]))
}

function plainValue({ type, values, minimum }: FactDescriptionView): unknown {
  if (type === 'bool') return false
  if (type === 'string') return values?.[0] ?? ''
  if (type === 'int' || type === 'double') return minimum ?? 0
  return type.startsWith('list') ? [] : {}
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTitle = (value: unknown): boolean =>
  isFields(value) && typeof value['en'] === 'string' && typeof value['zh-CN'] === 'string'

function isRule(value: unknown): boolean {
  return (
    isFields(value) &&
    [value['id'], value['when'], value['effect']].every((text) => typeof text === 'string') &&
    isTitle(value['title']) &&
    isTitle(value['reason'])
  )
}

function isExample(value: unknown): boolean {
  if (!isFields(value) || !isTitle(value['title']) || !isFields(value['facts'])) return false
  return isFields(value['expect']) && Array.isArray(value['expect']['decidedBy'])
}

/**
 * A file's document, as far as the fields can show it at all; what is wrong with it beyond that
 * the check tells. Null where it can't be shown.
 */
export function readDraft(document: unknown): PolicyDraft | null {
  if (!isFields(document) || document['format'] !== 'probity-policy/1') return null
  const { id, title, rules, examples } = document
  const shown =
    typeof id === 'string' &&
    isTitle(title) &&
    Array.isArray(rules) &&
    rules.every(isRule) &&
    Array.isArray(examples) &&
    examples.every(isExample)
  return shown ? draftOf(document as PolicyDocument) : null
}
