import type { TSchema } from 'typebox'
import { ATTEMPT_FACTS } from './attempt-fact-catalogue.ts'
import type { FactDescription } from './fact-description.ts'
import { CompetencyFacts, EarlierPasses, PolicyFacts } from './facts.ts'
import { PERSON_FACTS, UNIT_FACTS } from './standing-fact-catalogue.ts'
import { PersonFacts, UnitFacts } from './standing-facts.ts'
import { POLICY_SUBJECTS, type PolicySubject } from './subject.ts'
import type { FactDescriptionView } from './views.ts'

/** What rules may read, by subject. */
export const FACTS: Readonly<Record<PolicySubject, Readonly<Record<string, FactDescription>>>> = {
  attempt: ATTEMPT_FACTS,
  person: PERSON_FACTS,
  unit: UNIT_FACTS,
}

/** The shape facts of a subject must have. */
export const FACT_SCHEMAS = {
  attempt: PolicyFacts,
  person: PersonFacts,
  unit: UnitFacts,
} as const satisfies Readonly<Record<PolicySubject, TSchema>>

/** What stands in maps of records: CEL types of their fields. */
export const RECORD_TYPES = {
  CompetencyFacts: fieldsOf(CompetencyFacts, {
    theta: 'double',
    standardError: 'double',
    level: 'string',
    enoughEvidence: 'bool',
  }),
  EarlierPasses: fieldsOf(EarlierPasses, { count: 'int', monthsSince: 'double' }),
} as const

function fieldsOf<Fields extends string>(
  _: { readonly properties: Readonly<Record<Fields, unknown>> },
  types: Readonly<Record<Fields, 'string' | 'double' | 'bool' | 'int'>>,
) {
  return types
}

/** Every fact for the editor and the reference. */
export function listFacts(): FactDescriptionView[] {
  return POLICY_SUBJECTS.flatMap((subject) =>
    Object.entries(FACTS[subject]).map(([id, fact]) => ({
      ...{ subject, id, type: fact.type, group: fact.group },
      ...{ name: fact.name, description: fact.description, example: fact.example },
      minimum: fact.minimum ?? null,
      maximum: fact.maximum ?? null,
      values: fact.values ? [...fact.values] : null,
      fields: recordFields(fact.type),
    })),
  )
}

function recordFields(type: string): FactDescriptionView['fields'] {
  const name = (Object.keys(RECORD_TYPES) as (keyof typeof RECORD_TYPES)[]).find((one) =>
    type.includes(one),
  )
  if (!name) return null
  return Object.entries(RECORD_TYPES[name]).map(([id, field]) => ({ id, type: field }))
}
