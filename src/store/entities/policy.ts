import { defineEntity, p } from '@mikro-orm/postgresql'
import type { PolicyDocument, PolicyOutcome } from '../../domain/policy/policy.ts'
import type { PersonFacts, UnitFacts } from '../../domain/policy/standing-facts.ts'
import { PersonEntity, UnitEntity } from './organization.ts'
import { reference } from './reference.ts'

/** One immutable version of a policy's rules. */
export const PolicyVersionEntity = defineEntity({
  name: 'PolicyVersion',
  tableName: 'policy_version',
  uniques: [{ properties: ['policy', 'version'] }],
  properties: {
    id: p.uuid().primary(),
    policy: p.text(),
    version: p.integer(),
    digest: p.text(),
    document: p.json<PolicyDocument>(),
    effectiveFrom: p.datetime(),
    createdBy: () => reference(PersonEntity, 'created_by').nullable(),
    createdAt: p.datetime(),
  },
})

/** The second person's signature under a policy version. */
export const PolicyApprovalEntity = defineEntity({
  name: 'PolicyApproval',
  tableName: 'policy_approval',
  properties: {
    policyVersionId: () => reference(PolicyVersionEntity, 'policy_version_id').primary(),
    approvedBy: () => reference(PersonEntity, 'approved_by'),
    approvedAt: p.datetime(),
  },
})

/** How a person or a branch stands in a cycle, each time it was worked out; the highest counts. */
export const StandingEntity = defineEntity({
  name: 'Standing',
  tableName: 'standing',
  uniques: [{ properties: ['key', 'number'] }],
  indexes: [{ properties: ['personId'] }, { properties: ['unitId'] }],
  checks: [
    {
      name: 'standing_of_person_or_unit',
      expression: "(subject = 'person') = (person_id is not null)",
    },
  ],
  properties: {
    id: p.uuid().primary(),
    /** Policy, subject and cycle: what an evaluation is one of. */
    key: p.text(),
    number: p.integer(),
    policyVersionId: () => reference(PolicyVersionEntity, 'policy_version_id'),
    subject: p.enum(['person', 'unit'] as const),
    personId: () => reference(PersonEntity, 'person_id').nullable(),
    /** The unit itself, or the one the person belonged to. */
    unitId: () => reference(UnitEntity, 'unit_id'),
    unitPath: p.text(),
    /** `2026`, or `2021-2025`. */
    cycle: p.text(),
    complete: p.boolean(),
    facts: p.json<PersonFacts | UnitFacts>(),
    outcome: p.json<PolicyOutcome>(),
    inputDigest: p.text(),
    /** Null: at the end of the cycle, by the service itself. */
    evaluatedBy: () => reference(PersonEntity, 'evaluated_by').nullable(),
    evaluatedAt: p.datetime(),
  },
})
