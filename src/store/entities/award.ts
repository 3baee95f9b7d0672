import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Award } from '../../domain/policy/policy.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { PersonEntity } from './organization.ts'

export const AWARD_STATES = ['granted', 'held', 'withheld', 'revoked'] as const

/** The state of an award after one settlement; the one of the latest settlement is valid. */
export const AwardEntity = defineEntity({
  name: 'Award',
  tableName: 'award',
  indexes: [{ properties: ['personId'] }],
  uniques: [{ properties: ['attemptId', 'settlementNumber', 'position'] }],
  properties: {
    id: p.uuid().primary(),
    attemptId: p.uuid(),
    settlementNumber: p.integer(),
    position: p.integer(),
    personId: () =>
      p
        .manyToOne(PersonEntity)
        .mapToPk()
        .deleteRule('no action')
        .updateRule('no action')
        .joinColumn('person_id'),
    award: p.json<Award>(),
    state: p.enum(AWARD_STATES),
    awardedAt: p.datetime(),
  },
})

/** One line of the credit ledger; taken back by a counter-entry, never erased. */
export const CreditEntryEntity = defineEntity({
  name: 'CreditEntry',
  tableName: 'credit_entry',
  indexes: [{ properties: ['personId'] }, { properties: ['attemptId'] }],
  checks: [{ name: 'credit_entry_amount_sign', expression: '(counters is null) = (amount > 0)' }],
  properties: {
    id: p.uuid().primary(),
    personId: () =>
      p
        .manyToOne(PersonEntity)
        .mapToPk()
        .deleteRule('no action')
        .updateRule('no action')
        .joinColumn('person_id'),
    attemptId: p.uuid(),
    settlementNumber: p.integer(),
    amount: p.integer(),
    reason: p.json<LocalizedText>(),
    /** The entry this one takes back; each can be taken back once. */
    counters: p.uuid().nullable().unique(),
    enteredAt: p.datetime(),
  },
})
export type CreditEntryRecord = InferEntity<typeof CreditEntryEntity>
