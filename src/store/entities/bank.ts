import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Blueprint } from '../../domain/assembly/blueprint.ts'
import type { Bank } from '../../domain/bank/bank.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

/** One immutable version of a program's items. */
export const BankVersionEntity = defineEntity({
  name: 'BankVersion',
  tableName: 'bank_version',
  uniques: [{ properties: ['program', 'version'] }, { properties: ['program', 'digest'] }],
  properties: {
    id: p.uuid().primary(),
    program: p.text(),
    version: p.integer(),
    /** SHA-256 of the content's canonical JSON. */
    digest: p.text(),
    content: p.json<Bank>().lazy(),
    /** Blueprints that came with it. */
    blueprints: p.json<Blueprint[]>(),
    createdBy: () => reference(PersonEntity, 'created_by').nullable(),
    createdAt: p.datetime(),
  },
})

/** A second person's yes to a bank version that came as a file. */
export const BankVersionApprovalEntity = defineEntity({
  name: 'BankVersionApproval',
  tableName: 'bank_version_approval',
  properties: {
    bankVersionId: () => reference(BankVersionEntity, 'bank_version_id').primary(),
    note: p.text(),
    /** Null for versions that were in use before approvals were asked for. */
    approvedBy: () => reference(PersonEntity, 'approved_by').nullable(),
    approvedAt: p.datetime(),
  },
})

/**
 * That a bank version came from the workshop, where others than the authors reviewed every item
 * and approved the frame: no more approval is asked for.
 */
export const BankReleaseEntity = defineEntity({
  name: 'BankRelease',
  tableName: 'bank_release',
  checks: [{ name: 'bank_release_revision_counts_from_one', expression: 'frame_revision >= 1' }],
  properties: {
    bankVersionId: () => reference(BankVersionEntity, 'bank_version_id').primary(),
    frameRevision: p.integer(),
    releasedBy: () => reference(PersonEntity, 'released_by'),
    releasedAt: p.datetime(),
  },
})
