import { defineEntity, p } from '@mikro-orm/postgresql'
import type { PolicyDocument } from '../../domain/policy/policy.ts'
import { PersonEntity } from './organization.ts'
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
