import { defineEntity, p } from '@mikro-orm/postgresql'
import { AWARD_STATES } from '../../domain/policy/awards.ts'
import type { Award } from '../../domain/policy/policy.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

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
    personId: () => reference(PersonEntity, 'person_id'),
    award: p.json<Award>(),
    state: p.enum(AWARD_STATES),
    awardedAt: p.datetime(),
  },
})

/** One line of an attempt's credit ledger; taken back by a counter-entry, never erased. */
export const CreditEntryEntity = defineEntity({
  name: 'CreditEntry',
  tableName: 'credit_entry',
  primaryKeys: ['attemptId', 'sequence'],
  indexes: [{ properties: ['personId'] }],
  uniques: [{ properties: ['attemptId', 'counters'] }],
  checks: [{ name: 'credit_entry_amount_sign', expression: '(counters is null) = (amount > 0)' }],
  properties: {
    attemptId: p.uuid().primary(),
    sequence: p.integer().primary(),
    personId: () => reference(PersonEntity, 'person_id'),
    settlementNumber: p.integer(),
    amount: p.integer(),
    /** The entry this one takes back; each can be taken back once. */
    counters: p.integer().nullable(),
    enteredAt: p.datetime(),
  },
})
