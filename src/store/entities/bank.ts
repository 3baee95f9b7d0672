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
