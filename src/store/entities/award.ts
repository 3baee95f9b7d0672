import { defineEntity, p } from '@mikro-orm/postgresql'
import { AWARD_STATES } from '../../domain/policy/awards.ts'
import type { CertificateContent } from '../../domain/policy/certificate.ts'
import type { TaskAward } from '../../domain/policy/human-task.ts'
import { CREDIT_ACCOUNTS, CREDIT_SOURCES, TRANSACTION_KINDS } from '../../domain/policy/ledger.ts'
import type { Award } from '../../domain/policy/policy.ts'
import type { LocalizedText } from '../../domain/text.ts'
import { PersonEntity, UnitEntity } from './organization.ts'
import { reference } from './reference.ts'

/** The state of an award after one settlement; the one of the latest settlement is valid. */
export const AwardEntity = defineEntity({
  name: 'Award',
  tableName: 'award',
  indexes: [{ properties: ['personId'] }, { properties: ['attemptId'] }],
  uniques: [{ properties: ['origin', 'settlementNumber', 'position'] }],
  checks: [
    {
      name: 'award_of_person_or_unit',
      expression: '(person_id is null) <> (unit_id is null)',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    attemptId: p.uuid().nullable(),
    /** Settlements of an attempt, or evaluations of a standing, count from 1. */
    settlementNumber: p.integer(),
    position: p.integer(),
    personId: () => reference(PersonEntity, 'person_id').nullable(),
    award: p.json<Award>(),
    state: p.enum(AWARD_STATES),
    awardedAt: p.datetime(),
    /** What it follows from: `attempt:ID` or `standing:KEY`. */
    origin: p.text(),
    unitId: () => reference(UnitEntity, 'unit_id').nullable(),
    /** The exam's, or the policy's; null for awards from before it was kept. */
    title: p.json<LocalizedText>().nullable(),
    /** When what it follows from was final. */
    finalAt: p.datetime().nullable(),
    /** The end of an eligibility. */
    validUntil: p.datetime().nullable(),
  },
})

/** The ledger from before credits were kept by double entry; read no more. */
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

/** One transaction of the credit ledger; taken back by another, never changed or erased. */
export const CreditTransactionEntity = defineEntity({
  name: 'CreditTransaction',
  tableName: 'credit_transaction',
  primaryKeys: ['origin', 'sequence'],
  indexes: [{ properties: ['personId'] }, { properties: ['expiresAt'] }],
  uniques: [{ properties: ['origin', 'counters'] }],
  checks: [
    { name: 'credit_transaction_amount_positive', expression: 'amount > 0' },
    {
      name: 'credit_transaction_names_what_it_counters',
      expression: "kind = 'hold' or (counters is null) = (kind = 'grant')",
    },
  ],
  properties: {
    /** What it is about: `attempt:ID`, `standing:KEY` or `attendance:ID`. */
    origin: p.text().primary(),
    sequence: p.integer().primary(),
    personId: () => reference(PersonEntity, 'person_id'),
    attemptId: p.uuid().nullable(),
    kind: p.enum(TRANSACTION_KINDS),
    source: p.enum(CREDIT_SOURCES),
    amount: p.integer(),
    /** The transaction of the same origin this one counters; each can be countered once. */
    counters: p.integer().nullable(),
    title: p.json<LocalizedText>(),
    earnedAt: p.datetime(),
    expiresAt: p.datetime(),
    madeAt: p.datetime(),
  },
})

/** What a transaction moves; those of one sum to zero. */
export const CreditPostingEntity = defineEntity({
  name: 'CreditPosting',
  tableName: 'credit_posting',
  primaryKeys: ['origin', 'sequence', 'account'],
  checks: [{ name: 'credit_posting_moves_something', expression: 'amount <> 0' }],
  properties: {
    origin: p.text().primary(),
    sequence: p.integer().primary(),
    account: p.enum(CREDIT_ACCOUNTS).primary(),
    amount: p.integer(),
  },
})

/** A certificate as it was issued. */
export const CertificateEntity = defineEntity({
  name: 'Certificate',
  tableName: 'certificate',
  indexes: [{ properties: ['personId'] }],
  uniques: [{ properties: ['origin', 'number'] }],
  properties: {
    id: p.uuid().primary(),
    origin: p.text(),
    number: p.integer(),
    personId: () => reference(PersonEntity, 'person_id'),
    attemptId: p.uuid().nullable(),
    /** Unguessable: whoever has it may see the certificate. */
    code: p.text().unique(),
    /** Its place in the published lists of revoked and suspended credentials. */
    statusIndex: p.integer().unique(),
    content: p.json<CertificateContent>(),
    earnedAt: p.datetime(),
    issuedAt: p.datetime(),
    validUntil: p.datetime().nullable(),
  },
})

/** What became of a certificate; the highest number counts. */
export const CertificateEventEntity = defineEntity({
  name: 'CertificateEvent',
  tableName: 'certificate_event',
  primaryKeys: ['certificateId', 'number'],
  properties: {
    certificateId: () => reference(CertificateEntity, 'certificate_id').primary(),
    number: p.integer().primary(),
    state: p.enum(['valid', 'suspended', 'revoked'] as const),
    at: p.datetime(),
  },
})

/** A talk or a retraining that a rule asks for, to be done by people. */
export const HumanTaskEntity = defineEntity({
  name: 'HumanTask',
  tableName: 'human_task',
  indexes: [{ properties: ['personId'] }],
  uniques: [{ properties: ['origin', 'awardKey', 'number'] }],
  properties: {
    id: p.uuid().primary(),
    origin: p.text(),
    awardKey: p.text(),
    number: p.integer(),
    kind: p.enum(['talk', 'retraining'] as const),
    award: p.json<TaskAward>(),
    /** Null where it is about the unit. */
    personId: () => reference(PersonEntity, 'person_id').nullable(),
    unitId: () => reference(UnitEntity, 'unit_id'),
    unitPath: p.text(),
    attemptId: p.uuid().nullable(),
    title: p.json<LocalizedText>(),
    reasons: p.json<LocalizedText[]>(),
    openedAt: p.datetime(),
    dueAt: p.datetime(),
  },
})

/** How a task ended: done or declined by somebody, or withdrawn as its reason went away. */
export const HumanTaskEventEntity = defineEntity({
  name: 'HumanTaskEvent',
  tableName: 'human_task_event',
  checks: [
    { name: 'human_task_event_by_somebody', expression: "(by is null) = (kind = 'withdrawn')" },
    {
      name: 'human_task_event_declined_with_reason',
      expression: "kind <> 'declined' or note <> ''",
    },
  ],
  properties: {
    taskId: () => reference(HumanTaskEntity, 'task_id').primary(),
    kind: p.enum(['done', 'declined', 'withdrawn'] as const),
    note: p.text(),
    by: () => reference(PersonEntity, 'by').nullable(),
    at: p.datetime(),
  },
})
