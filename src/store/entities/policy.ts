import { defineEntity, p } from '@mikro-orm/postgresql'
import type { PolicyDocument } from '../../domain/policy/policy.ts'
import { PersonEntity } from './organization.ts'

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
    createdBy: () =>
      p
        .manyToOne(PersonEntity)
        .mapToPk()
        .deleteRule('no action')
        .updateRule('no action')
        .joinColumn('created_by')
        .nullable(),
    createdAt: p.datetime(),
  },
})

/** The second person's signature under a policy version. */
export const PolicyApprovalEntity = defineEntity({
  name: 'PolicyApproval',
  tableName: 'policy_approval',
  properties: {
    policyVersionId: () =>
      p
        .manyToOne(PolicyVersionEntity)
        .mapToPk()
        .deleteRule('no action')
        .updateRule('no action')
        .joinColumn('policy_version_id')
        .primary(),
    approvedBy: () =>
      p
        .manyToOne(PersonEntity)
        .mapToPk()
        .deleteRule('no action')
        .updateRule('no action')
        .joinColumn('approved_by'),
    approvedAt: p.datetime(),
  },
})
