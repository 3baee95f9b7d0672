import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql'
import type { Form } from '../../domain/assembly/form.ts'
import type { Receipt } from '../../domain/delivery/views.ts'
import type { Flag } from '../../domain/forensics/flag.ts'
import type { Scores } from '../../domain/measurement/scores.ts'
import type { PolicyFacts } from '../../domain/policy/facts.ts'
import type { PolicyOutcome } from '../../domain/policy/policy.ts'
import { ExamEntity } from './exam.ts'
import { PersonEntity } from './organization.ts'
import { reference } from './reference.ts'

export const ATTEMPT_STATES = ['running', 'submitted', 'expired'] as const

export const AttemptEntity = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  indexes: [
    { properties: ['examId', 'candidateId'] },
    { properties: ['candidateId'] },
    { name: 'attempt_running_deadline', properties: ['state', 'deadlineAt'] },
  ],
  checks: [
    {
      name: 'attempt_closed_has_time_and_receipt',
      expression:
        "(state = 'running') = (closed_at is null) and (closed_at is null) = (receipt is null)",
    },
    { name: 'attempt_deadline_after_start', expression: 'deadline_at > started_at' },
  ],
  properties: {
    /** Derived from exam, candidate and ordinal: a double start can't make two. */
    id: p.uuid().primary(),
    examId: () => reference(ExamEntity, 'exam_id'),
    candidateId: () => reference(PersonEntity, 'candidate_id'),
    ordinal: p.integer(),
    /** The candidate's unit when the attempt began. */
    unitPath: p.text(),
    state: p.enum(ATTEMPT_STATES),
    /** Stays as it was drawn; an adaptive one grows by an item at a time while running. */
    form: p.json<Form>(),
    /** Items of an adaptive form that the candidate is done with; null for every other form. */
    itemsLeft: p.integer().nullable(),
    startedAt: p.datetime(),
    deadlineAt: p.datetime(),
    closedAt: p.datetime().nullable(),
    receipt: p.json<Receipt>().nullable(),
  },
  partitionBy: { type: 'hash', expression: 'id', partitions: 8 },
})
export type AttemptRecordRow = InferEntity<typeof AttemptEntity>

/** What settling an attempt gave, each time it was settled; the highest number is valid. */
export const SettlementEntity = defineEntity({
  name: 'Settlement',
  tableName: 'settlement',
  primaryKeys: ['attemptId', 'number'],
  properties: {
    attemptId: p.uuid().primary(),
    number: p.integer().primary(),
    cause: p.enum(['submission', 'screening', 'decision', 'amendment'] as const),
    scores: p.json<Scores>(),
    flags: p.json<Flag[]>(),
    facts: p.json<PolicyFacts>(),
    outcome: p.json<PolicyOutcome>(),
    /** SHA-256 of everything that went in: form, journal, bank, policy, case. */
    inputDigest: p.text(),
    settledAt: p.datetime(),
  },
  partitionBy: { type: 'hash', expression: 'attempt_id', partitions: 8 },
})
export type SettlementRecord = InferEntity<typeof SettlementEntity>
